import { type Db, runQuery } from "../db.ts";

export interface NotificationPreference {
  readonly userId: string;
  readonly muted: readonly string[];
  /** 0 while the user has never said anything. */
  readonly version: number;
}

/** Version 0, with nothing muted, for somebody who never chose. */
export async function getPreference(db: Db, userId: string): Promise<NotificationPreference> {
  const row = await runQuery(db, ({ notificationPreference }) =>
    notificationPreference.findUnique({
      where: { userId },
      select: { userId: true, muted: true, version: true },
    }),
  );
  return row ?? { userId, muted: [], version: 0 };
}

/** @returns null when it is of another version than the caller read. */
export async function savePreference(
  db: Db,
  { userId, muted, version }: NotificationPreference,
): Promise<NotificationPreference | null> {
  if (version === 0) {
    const { count } = await runQuery(db, ({ notificationPreference }) =>
      notificationPreference.createMany({ data: [{ userId, muted: [...muted] }], skipDuplicates: true }),
    );
    return count === 1 ? { userId, muted, version: 1 } : null;
  }
  const { count } = await runQuery(db, ({ notificationPreference }) =>
    notificationPreference.updateMany({
      where: { userId, version },
      data: { muted: [...muted], version: { increment: 1 } },
    }),
  );
  return count === 1 ? { userId, muted, version: version + 1 } : null;
}

/** Mutes one category whatever the version is: an unsubscribe counts at once. */
export async function muteCategory(db: Db, userId: string, category: string): Promise<void> {
  const { muted, version } = await getPreference(db, userId);
  if (muted.includes(category)) return;
  if ((await savePreference(db, { userId, muted: [...muted, category], version })) === null) {
    await muteCategory(db, userId, category);
  }
}

import { type Db, runQuery } from "../db.ts";
import { type Json, toJson } from "../json.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";

export interface InboxItem {
  readonly id: string;
  readonly userId: string;
  readonly kind: string;
  readonly subject: string;
  readonly data: Json;
  readonly readAt: Date | null;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  userId: true,
  kind: true,
  subject: true,
  data: true,
  readAt: true,
  createdAt: true,
} as const;

/** Puts something into an inbox, once for each cause. */
export async function addInboxItem(
  db: Db,
  { data, ...item }: Pick<InboxItem, "userId" | "kind" | "subject" | "data"> & { causeId: string },
): Promise<void> {
  await runQuery(db, ({ inboxItem }) =>
    inboxItem.createMany({ data: [{ ...item, data: toJson(data) }], skipDuplicates: true }),
  );
}

/** Newest first. */
export async function listInbox(
  db: Db,
  {
    userId,
    unread,
    after,
    limit,
  }: { userId: string; unread: boolean; after?: PagePosition | undefined; limit: number },
): Promise<InboxItem[]> {
  return runQuery(db, ({ inboxItem }) =>
    inboxItem.findMany({
      where: {
        userId,
        ...(unread ? { readAt: null } : {}),
        OR: createdBefore(after),
      },
      orderBy: newestFirst,
      take: limit,
      select: columns,
    }),
  );
}

/** Marks one, or all, as read. @returns whether the one is the user's. */
export async function markInboxRead(
  db: Db,
  { userId, id, at }: { userId: string; id?: string; at: Date },
): Promise<boolean> {
  const where = { userId, ...(id === undefined ? {} : { id }) };
  await runQuery(db, ({ inboxItem }) =>
    inboxItem.updateMany({ where: { ...where, readAt: null }, data: { readAt: at } }),
  );
  return id === undefined || (await runQuery(db, ({ inboxItem }) => inboxItem.count({ where }))) === 1;
}

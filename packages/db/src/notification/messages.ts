import { type Db, runQuery } from "../db.ts";
import { type Json, toJson } from "../json.ts";

export type MessageState = "queued" | "sent" | "suppressed" | "failed" | "bounced" | "complained";

export interface NotificationMessage {
  readonly id: string;
  readonly userId: string;
  readonly templateKey: string;
  readonly templateVersion: number | null;
  readonly category: string;
  readonly state: MessageState;
  readonly vars: Json;
  readonly causeId: string;
  readonly createdAt: Date;
}

const columns = {
  id: true,
  userId: true,
  templateKey: true,
  templateVersion: true,
  category: true,
  state: true,
  vars: true,
  causeId: true,
  createdAt: true,
} as const;

/** Stores an e-mail to be written. @returns null when the same cause asked for it before. */
export async function queueMessage(
  db: Db,
  { vars, ...message }: Pick<NotificationMessage, "userId" | "templateKey" | "category" | "vars" | "causeId">,
): Promise<NotificationMessage | null> {
  const [row] = await runQuery(db, ({ notificationMessage }) =>
    notificationMessage.createManyAndReturn({
      data: [{ ...message, vars: toJson(vars) }],
      skipDuplicates: true,
      select: columns,
    }),
  );
  return row ?? null;
}

export async function findMessage(db: Db, id: string): Promise<NotificationMessage | null> {
  return runQuery(db, ({ notificationMessage }) =>
    notificationMessage.findUnique({ where: { id }, select: columns }),
  );
}

/** Ends what is queued. @returns false when it ended before. */
export async function endMessage(
  db: Db,
  id: string,
  change:
    | { state: "sent"; providerRef: string; templateVersion: number; sentAt: Date }
    | { state: "suppressed" | "failed"; failure: string },
): Promise<boolean> {
  const { count } = await runQuery(db, ({ notificationMessage }) =>
    notificationMessage.updateMany({ where: { id, state: "queued" }, data: change }),
  );
  return count === 1;
}

export type ReturnedState = "bounced" | "complained";

/**
 * Notes what the provider told of a sent e-mail, which may be before we have noted that it was sent.
 *
 * @returns the message, or null while it is not known to be ours.
 */
export async function markMessageReturned(
  db: Db,
  providerRef: string,
  state: ReturnedState,
): Promise<NotificationMessage | null> {
  await lockProviderRef(db, providerRef);
  const [row] = await runQuery(db, ({ notificationMessage }) =>
    notificationMessage.updateManyAndReturn({ where: { providerRef }, data: { state }, select: columns }),
  );
  return row ?? null;
}

/** What was told of an e-mail before it was noted as sent, or null. */
export async function findEarlyReturn(db: Db, providerRef: string): Promise<ReturnedState | null> {
  await lockProviderRef(db, providerRef);
  const row = await runQuery(db, ({ snsNotification }) =>
    snsNotification.findFirst({ where: { providerRef }, select: { state: true } }),
  );
  return row === null ? null : (row.state as ReturnedState);
}

/** Sending and feedback may be noted at the same time; whoever comes second sees the first. */
async function lockProviderRef(db: Db, providerRef: string): Promise<void> {
  await runQuery(
    db,
    (prisma) =>
      prisma.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`ses:${providerRef}`}, 0))`,
  );
}

/** Notes a notification of SNS. @returns false when it came before. */
export async function recordSnsNotification(
  db: Db,
  notification: { id: string; providerRef?: string; state?: ReturnedState },
): Promise<boolean> {
  const { count } = await runQuery(db, ({ snsNotification }) =>
    snsNotification.createMany({ data: [notification], skipDuplicates: true }),
  );
  return count === 1;
}

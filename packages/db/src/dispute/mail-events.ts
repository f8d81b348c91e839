import { type Db, runQuery } from "../db.ts";

export interface NewMailEvent {
  readonly providerEventId: string;
  readonly providerLetterId: string;
  readonly type: string;
  readonly occurredAt: Date;
}

export interface MailEvent extends NewMailEvent {
  readonly id: string;
  readonly appliedAt: Date | null;
}

const columns = {
  id: true,
  providerEventId: true,
  providerLetterId: true,
  type: true,
  occurredAt: true,
  appliedAt: true,
} as const;

/** @returns the stored event's id, or null when the same event came before. */
export async function storeMailEvent(db: Db, event: NewMailEvent): Promise<string | null> {
  const [row] = await runQuery(db, ({ disputeMailEvent }) =>
    disputeMailEvent.createManyAndReturn({ data: [event], skipDuplicates: true, select: { id: true } }),
  );
  return row?.id ?? null;
}

export async function findMailEvent(db: Db, id: string): Promise<MailEvent | null> {
  return runQuery(db, ({ disputeMailEvent }) =>
    disputeMailEvent.findUnique({ where: { id }, select: columns }),
  );
}

/** @throws AppError NOT_FOUND */
export async function markMailEventApplied(db: Db, id: string, appliedAt: Date): Promise<void> {
  await runQuery(db, ({ disputeMailEvent }) =>
    disputeMailEvent.update({ where: { id }, data: { appliedAt }, select: { id: true } }),
  );
}

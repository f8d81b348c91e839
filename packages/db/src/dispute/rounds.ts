import type { RoundState } from "@horizon/contracts/backend";
import { AppError } from "@horizon/errors";
import { fromCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import { toJson } from "../json.ts";
import { lockRow } from "./lock-row.ts";
import {
  type DisputeRound,
  type NewRound,
  type RoundDates,
  type RoundRecipient,
  roundColumns,
  toRound,
} from "./round-row.ts";

/**
 * Stores a round with the next number of its customer and recipient.
 *
 * @throws AppError CONFLICT when an item is in another open round, or another round was made at the same time.
 */
export async function createRound(db: Db, { itemIds, ...round }: NewRound): Promise<DisputeRound> {
  const { customerId, recipientKey, recipient, validationNoticeOn } = round;
  const before = await runQuery(db, ({ disputeRound }) =>
    disputeRound.aggregate({ where: { customerId, recipientKey }, _max: { number: true } }),
  );
  const row = await runQuery(db, ({ disputeRound }) =>
    disputeRound.create({
      data: {
        ...round,
        recipientKind: recipient.kind,
        recipient: toJson({ ...recipient, address: { ...recipient.address } }),
        validationNoticeOn: fromCivil(validationNoticeOn) ?? null,
        number: (before._max.number ?? 0) + 1,
        items: { create: itemIds.map((itemId) => ({ itemId, openItemId: itemId })) },
      },
      select: roundColumns,
    }),
  );
  return toRound(row);
}

export async function findRound(db: Db, id: string): Promise<DisputeRound | null> {
  const row = await runQuery(db, ({ disputeRound }) =>
    disputeRound.findUnique({ where: { id }, select: roundColumns }),
  );
  return row && toRound(row);
}

/** Holds the round until the transaction ends. @throws AppError NOT_FOUND */
export async function lockRound(db: Db, id: string): Promise<DisputeRound> {
  await lockRow(db, "round", id);
  const round = await findRound(db, id);
  if (round === null) throw new AppError("NOT_FOUND", "There is no such round.");
  return round;
}

/** Holds these rounds until the transaction ends, and lists those that exist. */
export async function lockRounds(db: Db, ids: readonly string[]): Promise<DisputeRound[]> {
  // In one order, so that two who hold several do not wait for each other.
  await runQuery(
    db,
    (prisma) =>
      prisma.$queryRaw`SELECT 1 FROM dispute.round WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`,
  );
  const rows = await runQuery(db, ({ disputeRound }) =>
    disputeRound.findMany({ where: { id: { in: [...ids] } }, orderBy: { id: "asc" }, select: roundColumns }),
  );
  return rows.map(toRound);
}

/** Moves rounds that the transaction holds; their versions go up by one. */
export async function setStateOfRounds(db: Db, ids: readonly string[], state: RoundState): Promise<void> {
  await runQuery(db, ({ disputeRound }) =>
    disputeRound.updateMany({ where: { id: { in: [...ids] } }, data: { state, version: { increment: 1 } } }),
  );
}

export type RoundChange = Partial<RoundDates> & {
  readonly state?: RoundState;
  readonly agentUserId?: string | null;
  readonly statement?: string | null;
  readonly validationNoticeOn?: string | null;
  readonly recipient?: RoundRecipient;
};

/** Changes a round that the transaction holds; its version goes up by one. */
export async function updateRound(db: Db, id: string, change: RoundChange): Promise<DisputeRound> {
  const { recipient, ...rest } = change;
  const row = await runQuery(db, ({ disputeRound }) =>
    disputeRound.update({
      where: { id },
      data: {
        ...rest,
        ...(recipient ? { recipient: toJson({ ...recipient, address: { ...recipient.address } }) } : {}),
        validationNoticeOn: fromCivil(rest.validationNoticeOn),
        mailedOn: fromCivil(rest.mailedOn),
        scannedOn: fromCivil(rest.scannedOn),
        receivedOn: fromCivil(rest.receivedOn),
        lastDay: fromCivil(rest.lastDay),
        overdueFrom: fromCivil(rest.overdueFrom),
        noResponseFrom: fromCivil(rest.noResponseFrom),
        followUpOn: fromCivil(rest.followUpOn),
        version: { increment: 1 },
      },
      select: roundColumns,
    }),
  );
  return toRound(row);
}

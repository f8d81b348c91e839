import type { DisputeOutcome, RoundState } from "@horizon/contracts/backend";
import { AppError } from "@horizon/errors";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { toJson } from "../json.ts";
import { lockRow } from "./lock-row.ts";

export interface RoundRecipient {
  readonly kind: string;
  readonly bureau: string | null;
  readonly name: string;
  readonly address: {
    readonly line1: string;
    readonly line2: string | null;
    readonly city: string;
    readonly state: string;
    readonly postalCode: string;
  };
}

/** Dates that the clock computes; kept so that what is due can be found. */
export interface RoundDates {
  readonly mailedOn: string | null;
  readonly scannedOn: string | null;
  readonly receivedOn: string | null;
  readonly extended: boolean;
  readonly lastDay: string | null;
  readonly overdueFrom: string | null;
  readonly noResponseFrom: string | null;
  readonly followUpOn: string | null;
}

export interface NewRound {
  readonly customerId: string;
  readonly agentUserId: string | null;
  readonly zone: string;
  readonly kind: string;
  readonly recipientKey: string;
  readonly recipient: RoundRecipient;
  readonly annualFree: boolean;
  readonly statement: string | null;
  readonly validationNoticeOn: string | null;
  readonly identityTheftCase: string | null;
  readonly createdBy: string;
  readonly itemIds: readonly string[];
}

export interface RoundItem {
  readonly itemId: string;
  readonly outcome: DisputeOutcome | null;
  readonly outcomeOn: string | null;
}

export interface DisputeRound extends Omit<NewRound, "itemIds">, RoundDates {
  readonly id: string;
  readonly number: number;
  readonly state: RoundState;
  readonly items: readonly RoundItem[];
  readonly supplements: readonly { readonly id: string; readonly receivedOn: string }[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = {
  id: true,
  customerId: true,
  agentUserId: true,
  zone: true,
  kind: true,
  recipientKey: true,
  recipient: true,
  number: true,
  annualFree: true,
  statement: true,
  validationNoticeOn: true,
  identityTheftCase: true,
  state: true,
  mailedOn: true,
  scannedOn: true,
  receivedOn: true,
  extended: true,
  lastDay: true,
  overdueFrom: true,
  noResponseFrom: true,
  followUpOn: true,
  createdBy: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  items: { select: { itemId: true, outcome: true, outcomeOn: true }, orderBy: { itemId: "asc" } },
  supplements: { select: { id: true, receivedOn: true }, orderBy: { receivedOn: "asc" } },
} as const satisfies Prisma.DisputeRoundSelect;

type Row = Prisma.DisputeRoundGetPayload<{ select: typeof columns }>;

function toRound(row: Row): DisputeRound {
  return {
    ...row,
    recipient: row.recipient as unknown as RoundRecipient,
    state: row.state as RoundState,
    validationNoticeOn: toCivil(row.validationNoticeOn),
    mailedOn: toCivil(row.mailedOn),
    scannedOn: toCivil(row.scannedOn),
    receivedOn: toCivil(row.receivedOn),
    lastDay: toCivil(row.lastDay),
    overdueFrom: toCivil(row.overdueFrom),
    noResponseFrom: toCivil(row.noResponseFrom),
    followUpOn: toCivil(row.followUpOn),
    items: row.items.map(({ itemId, outcome, outcomeOn }) => ({
      itemId,
      outcome: outcome as DisputeOutcome | null,
      outcomeOn: toCivil(outcomeOn),
    })),
    supplements: row.supplements.map(({ id, receivedOn }) => ({ id, receivedOn: toCivil(receivedOn) })),
  };
}

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
      select: columns,
    }),
  );
  return toRound(row);
}

export async function findRound(db: Db, id: string): Promise<DisputeRound | null> {
  const row = await runQuery(db, ({ disputeRound }) =>
    disputeRound.findUnique({ where: { id }, select: columns }),
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
      select: columns,
    }),
  );
  return toRound(row);
}

/** Replaces the items of a round that is still a draft. @throws AppError CONFLICT when one is in another open round. */
export async function setRoundItems(db: Db, roundId: string, itemIds: readonly string[]): Promise<void> {
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`DELETE FROM dispute.round_item WHERE round_id = ${roundId}::uuid`,
  );
  await runQuery(db, ({ disputeRoundItem }) =>
    disputeRoundItem.createMany({
      data: itemIds.map((itemId) => ({ roundId, itemId, openItemId: itemId })),
    }),
  );
}

/** Notes what was answered about an item. */
export async function setRoundItemOutcome(
  db: Db,
  {
    roundId,
    itemId,
    outcome,
    outcomeOn,
  }: { roundId: string; itemId: string; outcome: DisputeOutcome; outcomeOn: string },
): Promise<void> {
  await runQuery(db, ({ disputeRoundItem }) =>
    disputeRoundItem.update({
      where: { roundId_itemId: { roundId, itemId } },
      // Answered: it may go into another round.
      data: { outcome, outcomeOn: fromCivil(outcomeOn), openItemId: null },
      select: { itemId: true },
    }),
  );
}

/** Sets the items of a closed round free. */
export async function releaseRoundItems(db: Db, roundId: string): Promise<void> {
  await runQuery(db, ({ disputeRoundItem }) =>
    disputeRoundItem.updateMany({ where: { roundId }, data: { openItemId: null } }),
  );
}

/** The newest rounds of an item, newest first. */
export async function listRoundsOfItem(db: Db, itemId: string, limit: number): Promise<DisputeRound[]> {
  const rows = await runQuery(db, ({ disputeRound }) =>
    disputeRound.findMany({
      where: { items: { some: { itemId } } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toRound);
}

/** A round to this recipient that is not over, or null. */
export async function findOpenRound(
  db: Db,
  { customerId, recipientKey }: { customerId: string; recipientKey: string },
): Promise<{ readonly id: string; readonly kind: string } | null> {
  return runQuery(db, ({ disputeRound }) =>
    disputeRound.findFirst({
      where: { customerId, recipientKey, state: { notIn: ["closed", "result_recorded"] } },
      select: { id: true, kind: true },
    }),
  );
}

/** Which date a job looks for, in which states. */
export interface DueFilter {
  readonly states: readonly RoundState[];
  readonly due: "overdueFrom" | "receivedOn" | "noResponseFrom" | "lastDay" | "followUpOn";
  /** Rounds whose date is this one or earlier. */
  readonly onOrBefore: string;
  readonly after?: string | undefined;
  readonly afterId?: string | undefined;
  readonly limit: number;
}

/** Ids of rounds that are due, by date in the order of their ids. Zones differ by a day: the caller looks at each. */
export async function listDueRoundIds(
  db: Db,
  { states, due, onOrBefore, after, afterId, limit }: DueFilter,
): Promise<string[]> {
  const rows = await runQuery(db, ({ disputeRound }) =>
    disputeRound.findMany({
      where: {
        state: { in: [...states] },
        [due]: { lte: fromCivil(onOrBefore), ...(after ? { gte: fromCivil(after) } : {}) },
        ...(afterId ? { id: { gt: afterId } } : {}),
      },
      orderBy: { id: "asc" },
      take: limit,
      select: { id: true },
    }),
  );
  return rows.map(({ id }) => id);
}

export interface RoundFilter {
  /** All of every customer when left out. */
  readonly customerId?: string | undefined;
  /** Rounds of this agent's customers alone; all when left out. */
  readonly agentUserId?: string | undefined;
  readonly state?: RoundState | undefined;
  readonly cursor?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Newest first, with one row more than `limit` when there are more. */
export async function listRounds(
  db: Db,
  { customerId, agentUserId, state, cursor, limit }: RoundFilter,
): Promise<DisputeRound[]> {
  const rows = await runQuery(db, ({ disputeRound }) =>
    disputeRound.findMany({
      where: {
        ...(customerId ? { customerId } : {}),
        ...(state ? { state } : {}),
        ...(agentUserId ? { agentUserId } : {}),
        ...(cursor
          ? { OR: [{ createdAt: { lt: cursor.at } }, { createdAt: cursor.at, id: { lt: cursor.id } }] }
          : {}),
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toRound);
}

export async function countRoundsByState(
  db: Db,
  agentUserId?: string,
): Promise<Readonly<Record<string, number>>> {
  const groups = await runQuery(db, ({ disputeRound }) =>
    disputeRound.groupBy({
      by: ["state"],
      _count: { _all: true },
      ...(agentUserId ? { where: { agentUserId } } : {}),
    }),
  );
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count._all]));
}

export interface NewSupplement {
  readonly roundId: string;
  readonly documentIds: readonly string[];
  readonly sentOn: string;
  readonly receivedOn: string;
  readonly estimated: boolean;
  readonly createdBy: string;
}

export async function createSupplement(db: Db, supplement: NewSupplement): Promise<{ readonly id: string }> {
  return runQuery(db, ({ disputeSupplement }) =>
    disputeSupplement.create({
      data: {
        ...supplement,
        documentIds: [...supplement.documentIds],
        sentOn: fromCivil(supplement.sentOn),
        receivedOn: fromCivil(supplement.receivedOn),
      },
      select: { id: true },
    }),
  );
}

/** @returns false when this reminder went out before. */
export async function claimReminder(
  db: Db,
  { roundId, kind, onDate }: { roundId: string; kind: string; onDate: string },
): Promise<boolean> {
  const { count } = await runQuery(db, ({ disputeReminder }) =>
    disputeReminder.createMany({
      data: [{ roundId, kind, onDate: fromCivil(onDate) }],
      skipDuplicates: true,
    }),
  );
  return count === 1;
}

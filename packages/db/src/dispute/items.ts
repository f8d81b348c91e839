import type { Bureau, DisputeItemState, DisputeOutcome } from "@horizon/contracts/backend";
import { AppError } from "@horizon/errors";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { toJson } from "../json.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";
import { lockRow } from "./lock-row.ts";

export interface DisputeEvidence {
  readonly documentId: string;
  readonly kind: string;
}

/** What an item says; all of it may be changed while it is a draft. */
export interface DisputeItemContent {
  readonly groupId: string | null;
  readonly bureau: Bureau;
  readonly elementKind: string;
  readonly elementId: string | null;
  readonly findingId: string | null;
  readonly label: string;
  readonly ground: string;
  readonly facts: readonly string[];
  readonly evidence: readonly DisputeEvidence[];
  readonly adverseKind: string | null;
  readonly adverseSince: string | null;
  readonly sourceReportId: string | null;
  readonly sourceReportKind: string | null;
}

export interface DisputeItem extends DisputeItemContent {
  readonly id: string;
  readonly customerId: string;
  readonly state: DisputeItemState;
  readonly outcome: DisputeOutcome | null;
  readonly outcomeOn: string | null;
  readonly roundsCount: number;
  readonly nextStrategy: string | null;
  readonly nextBasis: string | null;
  readonly attestedBy: string | null;
  readonly attestedAt: Date | null;
  readonly closedReason: string | null;
  readonly createdBy: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What may change beside the state. */
export type DisputeItemChange = Partial<
  Omit<DisputeItem, "id" | "customerId" | "createdBy" | "version" | "createdAt" | "updatedAt">
>;

const columns = {
  id: true,
  customerId: true,
  groupId: true,
  bureau: true,
  elementKind: true,
  elementId: true,
  findingId: true,
  label: true,
  ground: true,
  facts: true,
  evidence: true,
  adverseKind: true,
  adverseSince: true,
  sourceReportId: true,
  sourceReportKind: true,
  state: true,
  outcome: true,
  outcomeOn: true,
  roundsCount: true,
  nextStrategy: true,
  nextBasis: true,
  attestedBy: true,
  attestedAt: true,
  closedReason: true,
  createdBy: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.DisputeItemSelect;

type Row = Prisma.DisputeItemGetPayload<{ select: typeof columns }>;

/** Text columns hold what the machines of dispute-service and the checks of the migrations let in. */
function toItem(row: Row): DisputeItem {
  return {
    ...row,
    bureau: row.bureau as Bureau,
    facts: row.facts as unknown as string[],
    evidence: row.evidence as unknown as DisputeEvidence[],
    state: row.state as DisputeItemState,
    outcome: row.outcome as DisputeOutcome | null,
    outcomeOn: toCivil(row.outcomeOn),
    adverseSince: toCivil(row.adverseSince),
  };
}

function toData({ facts, evidence, adverseSince, outcomeOn, ...rest }: DisputeItemChange) {
  return {
    ...rest,
    ...(facts === undefined ? {} : { facts: toJson([...facts]) }),
    ...(evidence === undefined ? {} : { evidence: toJson(evidence.map((each) => ({ ...each }))) }),
    adverseSince: fromCivil(adverseSince),
    outcomeOn: fromCivil(outcomeOn),
  };
}

export async function createDisputeItem(
  db: Db,
  item: DisputeItemContent & { readonly customerId: string; readonly createdBy: string },
): Promise<DisputeItem> {
  const { customerId, createdBy, facts, evidence, adverseSince, ...content } = item;
  const row = await runQuery(db, ({ disputeItem }) =>
    disputeItem.create({
      data: {
        ...content,
        customerId,
        createdBy,
        facts: toJson([...facts]),
        evidence: toJson(evidence.map((each) => ({ ...each }))),
        adverseSince: fromCivil(adverseSince) ?? null,
      },
      select: columns,
    }),
  );
  return toItem(row);
}

export async function findDisputeItem(db: Db, id: string): Promise<DisputeItem | null> {
  const row = await runQuery(db, ({ disputeItem }) =>
    disputeItem.findUnique({ where: { id }, select: columns }),
  );
  return row && toItem(row);
}

/** Holds the item until the transaction ends. @throws AppError NOT_FOUND */
export async function lockDisputeItem(db: Db, id: string): Promise<DisputeItem> {
  await lockRow(db, "item", id);
  const item = await findDisputeItem(db, id);
  if (item === null) throw new AppError("NOT_FOUND", "There is no such dispute item.");
  return item;
}

/** Holds the items, in the order of their ids so that two who want the same ones do not wait for each other. */
export async function lockDisputeItems(db: Db, ids: readonly string[]): Promise<DisputeItem[]> {
  const items: DisputeItem[] = [];
  for (const id of [...ids].sort()) {
    await lockRow(db, "item", id);
    const item = await findDisputeItem(db, id);
    if (item !== null) items.push(item);
  }
  return items;
}

/** Grounds of the items of a round. */
export async function listGroundsOfRound(db: Db, roundId: string): Promise<string[]> {
  const rows = await runQuery(db, ({ disputeItem }) =>
    disputeItem.findMany({
      where: { rounds: { some: { roundId } } },
      distinct: ["ground"],
      select: { ground: true },
    }),
  );
  return rows.map(({ ground }) => ground);
}

/** Changes an item that the transaction holds; its version goes up by one. */
export async function updateDisputeItem(db: Db, id: string, change: DisputeItemChange): Promise<DisputeItem> {
  const row = await runQuery(db, ({ disputeItem }) =>
    disputeItem.update({
      where: { id },
      data: { ...toData(change), version: { increment: 1 } },
      select: columns,
    }),
  );
  return toItem(row);
}

export interface DisputeItemFilter {
  readonly customerId: string;
  readonly states?: readonly DisputeItemState[] | undefined;
  readonly bureau?: Bureau | undefined;
  readonly cursor?: PagePosition | undefined;
  readonly limit: number;
}

/** Newest first, with one row more than `limit` when there are more. */
export async function listDisputeItems(
  db: Db,
  { customerId, states, bureau, cursor, limit }: DisputeItemFilter,
): Promise<DisputeItem[]> {
  const rows = await runQuery(db, ({ disputeItem }) =>
    disputeItem.findMany({
      where: {
        customerId,
        ...(states ? { state: { in: [...states] } } : {}),
        ...(bureau ? { bureau } : {}),
        OR: createdBefore(cursor),
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: columns,
    }),
  );
  return rows.map(toItem);
}

/** The item that was resolved by a deletion of this element at this bureau, or null. */
export async function findDeletedItem(
  db: Db,
  { customerId, elementIds, bureau }: { customerId: string; elementIds: readonly string[]; bureau: Bureau },
): Promise<DisputeItem | null> {
  const row = await runQuery(db, ({ disputeItem }) =>
    disputeItem.findFirst({
      where: { customerId, bureau, elementId: { in: [...elementIds] }, state: "resolved" },
      orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
      select: columns,
    }),
  );
  return row && toItem(row);
}

/** States without any are left out; no `customerIds` means everybody's. */
export async function countItemsByState(
  db: Db,
  customerIds?: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const groups = await runQuery(db, ({ disputeItem }) =>
    disputeItem.groupBy({
      by: ["state"],
      _count: { _all: true },
      ...(customerIds ? { where: { customerId: { in: [...customerIds] } } } : {}),
    }),
  );
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count._all]));
}

import type { RoundState } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";
import { createdBefore, newestFirst, type PagePosition } from "../page-position.ts";
import { type DisputeRound, roundColumns, toRound } from "./round-row.ts";

/** The newest rounds of an item, newest first. */
export async function listRoundsOfItem(db: Db, itemId: string, limit: number): Promise<DisputeRound[]> {
  const rows = await runQuery(db, ({ disputeRound }) =>
    disputeRound.findMany({
      where: { items: { some: { itemId } } },
      orderBy: newestFirst,
      take: limit,
      select: roundColumns,
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

export interface RoundFilter {
  /** All of every customer when left out. */
  readonly customerId?: string | undefined;
  /** Rounds of this agent's customers alone; all when left out. */
  readonly agentUserId?: string | undefined;
  readonly state?: RoundState | undefined;
  readonly cursor?: PagePosition | undefined;
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
        OR: createdBefore(cursor),
      },
      orderBy: newestFirst,
      take: limit + 1,
      select: roundColumns,
    }),
  );
  return rows.map(toRound);
}

/** States without any are left out; no agent means everybody's. */
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

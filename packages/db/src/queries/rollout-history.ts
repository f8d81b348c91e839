import type { RolloutHistoryEntry } from "@horizon/contracts";
import { type Db, runQuery } from "../db.ts";
import type { Prisma } from "../generated/client.ts";
import { toJson } from "../json.ts";

/** What people and the controller did, in order; `at` is an ISO time. */
export type RolloutHistoryStep = RolloutHistoryEntry["steps"][number];
export type RolloutOutcome = RolloutHistoryEntry["outcome"];

/** One attempt to bring out a revision. The uid tells a deleted and re-created Rollout apart. */
export interface RolloutHistory {
  readonly cluster: string;
  readonly uid: string;
  readonly revision: number;
  readonly environment: string;
  readonly namespace: string;
  readonly name: string;
  readonly podHash: string;
  readonly images: readonly string[];
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly outcome: RolloutOutcome;
  readonly steps: readonly RolloutHistoryStep[];
  readonly actor: string | null;
  readonly reason: string | null;
}

export interface RolloutHistoryFilter {
  readonly cluster?: string;
  readonly environment?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly outcome?: RolloutOutcome;
  readonly limit: number;
}

const columns = {
  cluster: true,
  uid: true,
  revision: true,
  environment: true,
  namespace: true,
  name: true,
  podHash: true,
  images: true,
  startedAt: true,
  finishedAt: true,
  outcome: true,
  steps: true,
  actor: true,
  reason: true,
} as const satisfies Prisma.RolloutHistorySelect;

/** Until the transaction ends no other writes the history of this rollout: what is read of it may be written back, with more. */
export async function lockRolloutHistory(
  tx: Db,
  { cluster, uid }: { cluster: string; uid: string },
): Promise<void> {
  const name = `ops.rollout_history ${cluster} ${uid}`;
  await runQuery(
    tx,
    (prisma) => prisma.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`,
  );
}

/** Stores the attempt, or replaces what was known of it. */
export async function upsertRolloutHistory(db: Db, entry: RolloutHistory): Promise<void> {
  const { cluster, uid, revision, images, steps, ...rest } = entry;
  const state = { ...rest, images: [...images], steps: toJson(steps.map((step) => ({ ...step }))) };
  await runQuery(db, ({ rolloutHistory }) =>
    rolloutHistory.upsert({
      where: { cluster_uid_revision: { cluster, uid, revision } },
      create: { cluster, uid, revision, ...state },
      update: state,
      select: { revision: true },
    }),
  );
}

/** Newest first. */
export async function listRolloutHistory(
  db: Db,
  { limit, ...filter }: RolloutHistoryFilter,
): Promise<RolloutHistory[]> {
  const rows = await runQuery(db, ({ rolloutHistory }) =>
    rolloutHistory.findMany({
      where: filter,
      orderBy: [{ startedAt: "desc" }, { revision: "desc" }],
      take: limit,
      select: columns,
    }),
  );
  return rows.map(toRolloutHistory);
}

/** Columns that are text or jsonb in the database hold what `upsertRolloutHistory` wrote. */
function toRolloutHistory(row: Prisma.RolloutHistoryGetPayload<{ select: typeof columns }>): RolloutHistory {
  return {
    ...row,
    outcome: row.outcome as RolloutOutcome,
    steps: row.steps as unknown as RolloutHistoryStep[],
  };
}

import type {
  MemberRow,
  Overview,
  RolloutRow,
  ServiceCell,
  ServiceOverview,
  WorkloadRow,
} from "@horizon/contracts";
import { type Change, listChanges } from "@horizon/db";
import { isAppError } from "@horizon/errors";
import type { OpsContext } from "../../ops-context.ts";
import { listWaiting } from "./list-waiting.ts";
import { toRolloutCell } from "./rollout-cell.ts";

const recentChanges = 200;

interface EnvironmentRows {
  readonly environment: string;
  readonly workloads: readonly WorkloadRow[];
  readonly rollouts: ReadonlyMap<string, RolloutRow>;
  readonly lastChanges: ReadonlyMap<string, Change>;
}

/** One row per service, one cell per environment, and what waits for a person. `environment` narrows what waits. */
export async function getOverview(
  ops: OpsContext,
  member: MemberRow,
  environment: string | undefined,
): Promise<Overview> {
  const environments = ops.estate.listEnvironments();
  const rows = await Promise.all(environments.map(({ id }) => readRows(ops, id)));
  const services = new Set(rows.flatMap(({ workloads }) => workloads.map(({ service }) => service)));
  return {
    services: [...services].sort().map((service) => toServiceOverview(service, rows)),
    waiting: await listWaiting(ops, member, environment),
    freshness: ops.estate.readFreshness(),
  };
}

async function readRows(ops: OpsContext, environment: string): Promise<EnvironmentRows> {
  const { cluster } = ops.estate.getEnvironment(environment);
  const inside = <Row extends { environment: string }>(rows: Iterable<Row>) =>
    [...rows].filter((row) => row.environment === environment);
  const { rows } = cluster?.cache ?? {};
  return {
    environment,
    workloads: rows ? inside(rows.table("workload").values()) : [],
    rollouts: new Map(rows ? inside(rows.table("rollout").values()).map((row) => [row.key, row]) : []),
    lastChanges: await readLastChanges(ops, environment),
  };
}

/** The newest change of each service; none while the database is down, as the live state must be shown all the same. */
async function readLastChanges({ db }: OpsContext, environment: string): Promise<Map<string, Change>> {
  const last = new Map<string, Change>();
  try {
    for (const change of (await listChanges(db, { environment, limit: recentChanges })).rows) {
      if (change.service !== null && !last.has(change.service)) last.set(change.service, change);
    }
  } catch (error) {
    if (!isAppError(error, "UNAVAILABLE")) throw error;
  }
  return last;
}

function toServiceOverview(service: string, environments: readonly EnvironmentRows[]): ServiceOverview {
  return { service, cells: environments.map((rows) => toCell(service, rows)) };
}

function toCell(
  service: string,
  { environment, workloads, rollouts, lastChanges }: EnvironmentRows,
): ServiceCell {
  // A service that moves from a Deployment to a Rollout has both for a while: the Rollout is the one that serves.
  const mine = workloads.filter((row) => row.service === service);
  const workload = mine.find(({ kind }) => kind === "Rollout") ?? mine[0];
  const change = lastChanges.get(service);
  const lastChange = change
    ? { id: change.id, at: change.at.toISOString(), summary: change.summary, actor: change.actor }
    : null;
  if (!workload) {
    const health = { state: "Unknown", reason: "not deployed here" } as const;
    return {
      environment,
      workload: null,
      health,
      version: "",
      ready: 0,
      desired: 0,
      rollout: null,
      lastChange,
    };
  }
  const { kind, namespace, name, health, version, ready, desired, key } = workload;
  const rollout = rollouts.get(key);
  return {
    environment,
    workload: { kind, namespace, name },
    health,
    version,
    ready,
    desired,
    rollout: rollout ? toRolloutCell(rollout) : null,
    lastChange,
  };
}

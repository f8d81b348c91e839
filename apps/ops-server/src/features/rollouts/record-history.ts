import {
  type Change,
  type Db,
  inTransaction,
  listRolloutHistory,
  lockRolloutHistory,
  type RolloutHistory,
  type RolloutOutcome,
  upsertRolloutHistory,
} from "@horizon/db";
import type { Rollout, Workload } from "@horizon/k8s";
import { listRevisions } from "@horizon/k8s";
import { readRolloutState } from "@horizon/k8s/rollouts";
import type { ConnectedCluster } from "../../estate/estate.ts";
import type { OpsContext } from "../../ops-context.ts";
import { startPeriodicTask } from "../../start-periodic-task.ts";

type RolloutWorkload = Extract<Workload, { kind: "Rollout" }>;

interface FoundRollout {
  readonly cluster: ConnectedCluster;
  readonly workload: RolloutWorkload;
}

const intervalMs = 500;
const maxPending = 1_000;
/** How long a change waits for the controller to number its revision; after that it is told of the one at hand. */
const maxWaitMs = 60_000;
const recorded: readonly Change["changeType"][] = ["rollout", "deploy"];

export interface HistoryRecorder {
  add(changes: readonly Change[]): void;
  stop(): Promise<void>;
}

/**
 * Writes what happened to rollouts into their history, which outlives what the cluster keeps: each stored change of a
 * rollout becomes a line of its newest revision, with who caused it and why.
 */
export function createHistoryRecorder(ops: OpsContext): HistoryRecorder {
  let pending: Change[] = [];
  const known = new Set<string>();

  async function record(): Promise<void> {
    const due = pending;
    pending = [];
    const left: Change[] = [];
    try {
      for (let change = due[0]; change; change = due[0]) {
        const found = findRollout(ops, change);
        const isReady = found && (isRevisionKnown(found.workload) || isOverdue(ops, change));
        if (found && isReady)
          await changeHistory(ops.db, found.cluster, found.workload, (tx) =>
            recordChange({ db: tx, now: ops.now }, found, change),
          );
        else if (found) left.push(change);
        due.shift();
      }
      await recordCurrentRevisions(ops, known);
    } finally {
      // What was not reached because the database failed is tried again.
      pending = [...left, ...due, ...pending];
    }
  }
  const task = startPeriodicTask({
    intervalMs,
    work: record,
    onError: (error) => ops.logger.warn({ err: error }, "the history of rollouts lags behind"),
  });

  return {
    add(changes) {
      const mine = changes.filter(
        ({ kind, changeType }) => kind === "Rollout" && recorded.includes(changeType),
      );
      pending = [...pending, ...mine].slice(-maxPending);
    },
    async stop() {
      await task.stop();
      await task.run();
    },
  };
}

/** A new template belongs to a revision that does not exist before the controller has seen it. */
function isRevisionKnown({ object }: RolloutWorkload): boolean {
  return readRolloutState(object).specObserved;
}

function isOverdue({ now }: OpsContext, { at }: Change): boolean {
  return now().getTime() - at.getTime() > maxWaitMs;
}

function findRollout({ estate }: OpsContext, change: Change): FoundRollout | null {
  const cluster = estate.listClusters().find(({ name }) => name === change.cluster);
  const workload = cluster?.cache.index.findWorkloadByName("Rollout", change.namespace, change.name);
  return cluster && workload?.kind === "Rollout" ? { cluster, workload } : null;
}

/** Makes sure that the revision that each rollout is at has an entry, also one that began before anybody watched. */
async function recordCurrentRevisions(ops: OpsContext, known: Set<string>): Promise<void> {
  for (const cluster of ops.estate.listClusters()) {
    for (const row of cluster.cache.rows.table("rollout").values()) {
      const workload = cluster.cache.index.findWorkloadByName("Rollout", row.namespace, row.name);
      if (workload?.kind !== "Rollout") continue;
      const current = currentRevision(cluster, workload);
      if (!current || known.has(`${row.key}/${current.revision}`)) continue;
      await changeHistory(ops.db, cluster, workload, async (tx) => {
        const [stored] = await listRolloutHistory(tx, { cluster: cluster.name, uid: row.key, limit: 1 });
        if ((stored?.revision ?? 0) < current.revision)
          await upsertRolloutHistory(tx, newEntry(cluster, workload, row.environment, current));
      });
      known.add(`${row.key}/${current.revision}`);
    }
  }
}

/** Other replicas write of the same rollout at the same time. */
async function changeHistory(
  db: Db,
  { name: cluster }: ConnectedCluster,
  { object }: RolloutWorkload,
  change: (tx: Db) => Promise<void>,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockRolloutHistory(tx, { cluster, uid: object.metadata.uid });
    await change(tx);
  });
}

async function recordChange(
  { db, now }: Pick<OpsContext, "db" | "now">,
  { cluster, workload }: FoundRollout,
  change: Change,
): Promise<void> {
  const current = currentRevision(cluster, workload);
  if (!current) return;
  const { uid } = workload.object.metadata;
  const entries = await listRolloutHistory(db, { cluster: cluster.name, uid, limit: 20 });
  const known = entries.find(({ revision }) => revision === current.revision);
  const entry = known ?? newEntry(cluster, workload, change.environment, current);
  const { actor, reason, summary } = change;
  const step = { at: change.at.toISOString(), text: summary, actor, reason };
  const outcome = outcomeOf(workload.object);
  await upsertRolloutHistory(db, {
    ...entry,
    // Who deployed it; a later promote by someone else is a line of its own.
    actor: entry.actor ?? (change.changeType === "deploy" ? actor : null),
    reason: entry.reason ?? (change.changeType === "deploy" ? reason : null),
    steps: [...entry.steps, step].slice(-200),
    outcome,
    finishedAt: outcome === "running" ? null : (entry.finishedAt ?? now()),
  });
  for (const older of entries) {
    if (older.revision >= current.revision || older.outcome !== "running") continue;
    await upsertRolloutHistory(db, { ...older, outcome: "superseded", finishedAt: now() });
  }
}

interface CurrentRevision {
  readonly revision: number;
  readonly podHash: string;
  readonly images: readonly string[];
  readonly createdAt: string;
}

function currentRevision({ cache }: ConnectedCluster, workload: RolloutWorkload): CurrentRevision | null {
  const hash = workload.object.status?.currentPodHash;
  const revisions = listRevisions(workload, cache.index.listReplicaSets(workload.object.metadata.uid));
  const found = revisions.find(({ podHash }) => podHash === hash);
  if (!found) return null;
  const { revision, podHash, images, createdAt } = found;
  return { revision, podHash, images: images.map(({ image }) => image), createdAt };
}

function newEntry(
  cluster: ConnectedCluster,
  { object }: RolloutWorkload,
  environment: string,
  { revision, podHash, images, createdAt }: CurrentRevision,
): RolloutHistory {
  const outcome = outcomeOf(object);
  return {
    cluster: cluster.name,
    uid: object.metadata.uid,
    revision,
    environment,
    namespace: object.metadata.namespace ?? "",
    name: object.metadata.name,
    podHash,
    images,
    startedAt: new Date(createdAt),
    // Nobody watched when it ended.
    finishedAt: null,
    outcome,
    steps: [],
    actor: null,
    reason: null,
  };
}

function outcomeOf(rollout: Rollout): RolloutOutcome {
  const { fullyPromoted, aborted } = readRolloutState(rollout);
  if (fullyPromoted) return "promoted";
  return aborted ? "aborted" : "running";
}

import type { RevisionInfo } from "@horizon/contracts";
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
import { isWorkloadObserved, listRevisions, readRevision } from "@horizon/k8s";
import { readRolloutState } from "@horizon/k8s/rollouts";
import type { ConnectedCluster } from "../../estate/estate.ts";
import type { OpsContext } from "../../ops-context.ts";
import { startPeriodicTask } from "../../start-periodic-task.ts";
import { storeApart } from "../../store-apart.ts";

interface FoundWorkload {
  readonly cluster: ConnectedCluster;
  readonly workload: Workload;
}

const intervalMs = 500;
const maxPending = 1_000;
/** How long a change waits for the controller to number its revision; after that it is told of the one at hand. */
const maxWaitMs = 60_000;

/** All that happens to a rollout; of a Deployment, who made its revisions, which nothing else keeps. */
function isRecorded({ kind, changeType, fields }: Change): boolean {
  if (kind === "Rollout") return changeType === "rollout" || changeType === "deploy";
  return kind === "Deployment" && makesRevision({ fields });
}

const makesRevision = ({ fields }: Pick<Change, "fields">) =>
  fields.some(({ path }) => path.startsWith("spec.template"));

export interface HistoryRecorder {
  add(changes: readonly Change[]): void;
  stop(): Promise<void>;
}

/**
 * Writes what happened to workloads into their history, which outlives what the cluster keeps: each stored change becomes
 * a line of the newest revision, with who caused it and why.
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
        const found = findChanged(ops, change);
        const isReady = found && (isRevisionKnown(found) || isOverdue(ops, change));
        if (found && isReady)
          await changeHistory(ops, found, (tx) => recordChange({ db: tx, now: ops.now }, found, change));
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
      pending = [...pending, ...changes.filter(isRecorded)].slice(-maxPending);
    },
    async stop() {
      await task.stop();
      await task.run();
    },
  };
}

/**
 * A new template belongs to a revision that does not exist before the controller has seen it. A template that was there
 * before is given the next number, which the workload and its ReplicaSet tell on watches of their own.
 */
function isRevisionKnown({ cluster, workload }: FoundWorkload): boolean {
  if (!isWorkloadObserved(workload)) return false;
  const declared = readRevision(workload.object.metadata.annotations);
  return declared === null || currentRevision(cluster, workload)?.revision === declared;
}

function isOverdue({ now }: OpsContext, { at }: Change): boolean {
  return now().getTime() - at.getTime() > maxWaitMs;
}

function findChanged({ estate }: OpsContext, { cluster: name, ...change }: Change): FoundWorkload | null {
  const cluster = estate.listClusters().find((one) => one.name === name);
  const kind = change.kind === "Rollout" ? "Rollout" : "Deployment";
  const workload = cluster?.cache.index.findWorkloadByName(kind, change.namespace, change.name);
  return cluster && workload ? { cluster, workload } : null;
}

/** Makes sure that the revision that each rollout is at has an entry, also one that began before anybody watched. */
async function recordCurrentRevisions(ops: OpsContext, known: Set<string>): Promise<void> {
  for (const cluster of ops.estate.listClusters()) {
    for (const row of cluster.cache.rows.table("rollout").values()) {
      const workload = cluster.cache.index.findWorkloadByName("Rollout", row.namespace, row.name);
      if (workload?.kind !== "Rollout") continue;
      const current = currentRevision(cluster, workload);
      if (!current || known.has(`${row.key}/${current.revision}`)) continue;
      const found = { cluster, workload };
      await changeHistory(ops, found, async (tx) => {
        const [stored] = await listRolloutHistory(tx, { cluster: cluster.name, uid: row.key, limit: 1 });
        if ((stored?.revision ?? 0) < current.revision)
          await upsertRolloutHistory(tx, newEntry(found, row.environment, current));
      });
      known.add(`${row.key}/${current.revision}`);
    }
  }
}

/** Other replicas write of the same workload at the same time. What the database will never take is left out. */
async function changeHistory(
  { db, logger }: Pick<OpsContext, "db" | "logger">,
  found: FoundWorkload,
  change: (tx: Db) => Promise<void>,
): Promise<void> {
  const { cluster, workload } = found;
  const { uid, namespace, name } = workload.object.metadata;
  await storeApart([found], {
    store: () =>
      inTransaction(db, async (tx) => {
        await lockRolloutHistory(tx, { cluster: cluster.name, uid });
        await change(tx);
      }),
    setAside() {
      const fields = { cluster: cluster.name, kind: workload.kind, namespace, name };
      logger.error(
        fields,
        "what happened to a workload is left out of its history: the database does not take it",
      );
    },
  });
}

async function recordChange(
  { db, now }: Pick<OpsContext, "db" | "now">,
  found: FoundWorkload,
  change: Change,
): Promise<void> {
  const { cluster, workload } = found;
  const current = currentRevision(cluster, workload);
  if (!current) return;
  const { uid } = workload.object.metadata;
  const entries = await listRolloutHistory(db, { cluster: cluster.name, uid, limit: 20 });
  const known = entries.find(({ revision }) => revision === current.revision);
  const entry = known ?? newEntry(found, change.environment, current);
  const isMaker = makesRevision(change);
  const { actor, reason, summary } = change;
  const step = { at: change.at.toISOString(), text: summary, actor, reason };
  const outcome = outcomeOf(workload);
  await upsertRolloutHistory(db, {
    ...entry,
    startedAt: isMaker && current.isBroughtBack ? change.at : entry.startedAt,
    // Who deployed it; a later promote by someone else is a line of its own.
    actor: entry.actor ?? (isMaker ? actor : null),
    reason: entry.reason ?? (isMaker ? reason : null),
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
  /** Not before this; a template that was rolled back to was there long before. */
  readonly startedAt: Date;
  /** Whether it has its number from a rollback. */
  readonly isBroughtBack: boolean;
}

function currentRevision({ cache }: ConnectedCluster, workload: Workload): CurrentRevision | null {
  const revisions = listRevisions(workload, cache.index.listReplicaSets(workload.object.metadata.uid));
  const found = workload.kind === "Rollout" ? findByHash(workload.object, revisions) : revisions[0];
  if (!found) return null;
  const { revision, podHash, images, createdAt } = found;
  const newestAt =
    revisions
      .map((other) => other.createdAt)
      .toSorted()
      .at(-1) ?? createdAt;
  const isBroughtBack = revision === revisions[0]?.revision && createdAt < newestAt;
  return {
    revision,
    podHash,
    images: images.map(({ image }) => image),
    startedAt: new Date(isBroughtBack ? newestAt : createdAt),
    isBroughtBack,
  };
}

function findByHash({ status }: Rollout, revisions: readonly RevisionInfo[]): RevisionInfo | undefined {
  return revisions.find(({ podHash }) => podHash === status?.currentPodHash);
}

function newEntry(
  { cluster, workload }: FoundWorkload,
  environment: string,
  { revision, podHash, images, startedAt }: CurrentRevision,
): RolloutHistory {
  const { object } = workload;
  const outcome = outcomeOf(workload);
  return {
    cluster: cluster.name,
    uid: object.metadata.uid,
    revision,
    environment,
    namespace: object.metadata.namespace ?? "",
    name: object.metadata.name,
    podHash,
    images,
    startedAt,
    // Nobody watched when it ended.
    finishedAt: null,
    outcome,
    steps: [],
    actor: null,
    reason: null,
  };
}

/** A Deployment has no gates: what it has as its revision is brought out. */
function outcomeOf({ kind, object }: Workload): RolloutOutcome {
  if (kind === "Deployment") return "promoted";
  const { fullyPromoted, aborted } = readRolloutState(object);
  if (fullyPromoted) return "promoted";
  return aborted ? "aborted" : "running";
}

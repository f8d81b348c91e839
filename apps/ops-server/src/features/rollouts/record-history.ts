import type { Change } from "@horizon/db";
import {
  listRolloutHistory,
  type RolloutHistory,
  type RolloutOutcome,
  upsertRolloutHistory,
} from "@horizon/db";
import type { Rollout, Workload } from "@horizon/k8s";
import { listRevisions } from "@horizon/k8s";
import { readRolloutState } from "@horizon/k8s/rollouts";
import type { ConnectedCluster } from "../../estate/estate.ts";
import type { OpsContext } from "../../ops-context.ts";

type RolloutWorkload = Extract<Workload, { kind: "Rollout" }>;

/**
 * Writes what happened to rollouts into their history, which outlives what the cluster keeps: each stored change of a
 * rollout becomes a line of its newest revision, with who caused it and why.
 */
export async function recordHistory(ops: OpsContext, changes: readonly Change[]): Promise<void> {
  for (const change of changes) {
    if (change.kind !== "Rollout" || (change.changeType !== "rollout" && change.changeType !== "deploy"))
      continue;
    const cluster = ops.estate.listClusters().find(({ name }) => name === change.cluster);
    const workload = cluster?.cache.index.findWorkloadByName("Rollout", change.namespace, change.name);
    if (cluster && workload?.kind === "Rollout") await recordChange(ops, cluster, workload, change);
  }
}

/** Makes sure that the revision that each rollout is at has an entry, also one that began before anybody watched. */
export async function recordCurrentRevisions(ops: OpsContext): Promise<void> {
  for (const cluster of ops.estate.listClusters()) {
    for (const row of cluster.cache.rows.table("rollout").values()) {
      const workload = cluster.cache.index.findWorkloadByName("Rollout", row.namespace, row.name);
      if (workload?.kind !== "Rollout") continue;
      const current = currentRevision(cluster, workload);
      if (!current) continue;
      const [known] = await listRolloutHistory(ops.db, { cluster: cluster.name, uid: row.key, limit: 1 });
      if ((known?.revision ?? 0) >= current.revision) continue;
      await upsertRolloutHistory(ops.db, newEntry(cluster, workload, row.environment, current));
    }
  }
}

async function recordChange(
  { db, now }: OpsContext,
  cluster: ConnectedCluster,
  workload: RolloutWorkload,
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
    finishedAt: outcome === "running" ? null : new Date(createdAt),
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

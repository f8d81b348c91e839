import {
  desiredReplicas,
  POD_TEMPLATE_HASH_LABEL,
  podTemplateHashOf,
  type ReplicaSet,
} from "../model/replica-set-object.ts";
import { revisionHistoryLimit } from "../model/rollout-defaults.ts";
import type { RolloutContext } from "./rollout-context.ts";

/** Deletes the oldest of the old ReplicaSets beyond `revisionHistoryLimit`, with their AnalysisRuns; never one with pods. */
export function pruneRevisionHistory(context: RolloutContext): void {
  const { store, otherReplicaSets, rollout } = context;
  const alive = otherReplicaSets.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const excess = alive.length - revisionHistoryLimit(rollout);
  if (excess <= 0) return;
  const oldestFirst = [...alive].sort((left, right) => createdMs(left) - createdMs(right));
  const namespace = rollout.metadata.namespace ?? null;
  for (const replicaSet of oldestFirst.slice(0, excess)) {
    if (desiredReplicas(replicaSet) > 0 || (replicaSet.status?.replicas ?? 0) > 0) continue;
    store.delete("replicasets.apps", namespace, replicaSet.metadata.name);
    const remains = ({ metadata }: { metadata: { name: string } }) =>
      metadata.name !== replicaSet.metadata.name;
    context.replicaSets = context.replicaSets.filter(remains);
    context.otherReplicaSets = context.otherReplicaSets.filter(remains);
    deleteAnalysisRuns(context, podTemplateHashOf(replicaSet));
  }
}

function deleteAnalysisRuns(context: RolloutContext, hash: string): void {
  const { canary } = context.rollout.status ?? {};
  const current = [
    canary?.currentStepAnalysisRunStatus?.name,
    canary?.currentBackgroundAnalysisRunStatus?.name,
  ];
  const isOutdated = ({ metadata }: { metadata: { name: string; labels?: Record<string, string> } }) =>
    metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === hash && !current.includes(metadata.name);
  for (const run of context.analysisRuns.filter(isOutdated)) {
    context.store.delete(
      "analysisruns.argoproj.io",
      context.rollout.metadata.namespace ?? null,
      run.metadata.name,
    );
  }
  context.analysisRuns = context.analysisRuns.filter((run) => !isOutdated(run));
}

function createdMs({ metadata }: ReplicaSet): number {
  return Date.parse(metadata.creationTimestamp);
}

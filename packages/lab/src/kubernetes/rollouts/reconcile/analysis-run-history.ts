import { type AnalysisRun, isCompletedPhase } from "../model/analysis-object.ts";
import { POD_TEMPLATE_HASH_LABEL, podTemplateHashOf } from "../model/replica-set-object.ts";
import type { RolloutContext } from "./rollout-context.ts";

const DEFAULT_HISTORY_LIMIT = 5;

/** Deletes completed runs beyond the history limits, and those whose ReplicaSet is gone. */
export function pruneAnalysisRuns(context: RolloutContext, others: AnalysisRun[]): void {
  const { rollout, replicaSets, store } = context;
  const { successfulRunHistoryLimit, unsuccessfulRunHistoryLimit } = rollout.spec.analysis ?? {};
  const hashes = replicaSets.map(podTemplateHashOf);
  const completed = others
    .filter(({ status }) => isCompletedPhase(status?.phase))
    .sort((left, right) => createdMs(right) - createdMs(left));
  const isOrphan = ({ metadata }: AnalysisRun) =>
    !hashes.includes(metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? "");
  const isSuccess = ({ status }: AnalysisRun) => status?.phase === "Successful";
  const kept = completed.filter((run) => !isOrphan(run));
  const outdated = [
    ...completed.filter(isOrphan),
    ...kept.filter(isSuccess).slice(successfulRunHistoryLimit ?? DEFAULT_HISTORY_LIMIT),
    ...kept.filter((run) => !isSuccess(run)).slice(unsuccessfulRunHistoryLimit ?? DEFAULT_HISTORY_LIMIT),
  ];
  for (const { metadata } of outdated) {
    store.delete("analysisruns.argoproj.io", rollout.metadata.namespace ?? null, metadata.name);
  }
}

function createdMs({ metadata }: AnalysisRun): number {
  return Date.parse(metadata.creationTimestamp);
}

import { type ReplicaSet, rolloutHashLabel } from "../kubernetes/workload.ts";

/** The ReplicaSet of a pod-template hash, as `status.stableRS` and `status.currentPodHash` name it. */
export function findReplicaSet(
  replicaSets: readonly ReplicaSet[],
  hash: string | undefined,
): ReplicaSet | undefined {
  if (!hash) return undefined;
  return replicaSets.find(({ metadata }) => metadata.labels?.[rolloutHashLabel] === hash);
}

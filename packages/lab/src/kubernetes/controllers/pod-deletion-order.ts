import { findCondition, isPodReady, type Pod, podRestarts } from "./pod.ts";

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
const PHASE_RANK: Record<string, number> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * Pods in the order in which a ReplicaSet gives them up; kubernetes/pkg/controller `ActivePodsWithRanks`:
 * unassigned, pending, not ready, lower deletion cost, more of its kind on the node, ready for a shorter time
 * (compared by magnitude, so that near-equal ages do not decide), more restarts, younger.
 */
export function podsInDeletionOrder(pods: readonly Pod[], nowMs: number): Pod[] {
  const perNode = new Map<string, number>();
  for (const pod of pods) {
    const node = pod.spec.nodeName ?? "";
    if (isPodReady(pod)) perNode.set(node, (perNode.get(node) ?? 0) + 1);
  }
  const rank = (pod: Pod) => [
    pod.spec.nodeName === undefined ? 0 : 1,
    PHASE_RANK[pod.status?.phase ?? "Pending"] ?? 0,
    isPodReady(pod) ? 1 : 0,
    Number(pod.metadata.annotations?.[DELETION_COST] ?? 0),
    -(perNode.get(pod.spec.nodeName ?? "") ?? 0),
    ageMagnitude(findCondition(pod.status?.conditions, "Ready")?.lastTransitionTime, nowMs),
    -podRestarts(pod),
    ageMagnitude(pod.metadata.creationTimestamp, nowMs),
  ];
  return pods
    .map((pod) => ({ pod, rank: rank(pod) }))
    .sort((a, b) => compareRanks(a.rank, b.rank) || a.pod.metadata.uid.localeCompare(b.pod.metadata.uid))
    .map(({ pod }) => pod);
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function ageMagnitude(since: string | undefined, nowMs: number): number {
  if (since === undefined) return 0;
  return Math.floor(Math.log2(Math.max(1, nowMs - Date.parse(since))));
}

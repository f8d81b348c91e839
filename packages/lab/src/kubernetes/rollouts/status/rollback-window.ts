import { podTemplateHashOf, type ReplicaSet } from "../model/replica-set-object.ts";
import type { Rollout } from "../model/rollout-object.ts";

/** Whether `newReplicaSet` is older than stable by fewer revisions than `rollbackWindow.revisions` (§3.3). */
export function isRollbackWithinWindow(
  rollout: Rollout,
  newReplicaSet: ReplicaSet | undefined,
  stable: ReplicaSet | undefined,
  replicaSets: ReplicaSet[],
): boolean {
  const revisions = rollout.spec.rollbackWindow?.revisions ?? 0;
  if (!newReplicaSet || !stable || revisions <= 0) return false;
  const newMs = createdMs(newReplicaSet);
  const stableMs = createdMs(stable);
  if (newMs >= stableMs) return false;
  const between = replicaSets.filter((other) => newMs < createdMs(other) && createdMs(other) < stableMs);
  return between.length < revisions;
}

/** Going back to what is stable already, or inside the window: steps are not run again. */
export function isFastRollback(
  rollout: Rollout,
  newReplicaSet: ReplicaSet | undefined,
  stable: ReplicaSet | undefined,
  replicaSets: ReplicaSet[],
): boolean {
  if (!newReplicaSet || !stable) return false;
  return (
    rollout.status?.stableRS === podTemplateHashOf(newReplicaSet) ||
    isRollbackWithinWindow(rollout, newReplicaSet, stable, replicaSets)
  );
}

function createdMs(replicaSet: ReplicaSet): number {
  return Date.parse(replicaSet.metadata.creationTimestamp);
}

import { currentStep, stepsOf } from "../model/canary-steps.ts";
import { hasScaleDownDeadline, type ReplicaSet } from "../model/replica-set-object.ts";
import { progressDeadlineSeconds, replicasOf } from "../model/rollout-defaults.ts";
import {
  isSpecObserved,
  type Rollout,
  type RolloutCondition,
  type RolloutStatus,
} from "../model/rollout-object.ts";
import { findCondition } from "./condition-list.ts";

/** The update is over: what is desired is stable. */
export function isRolloutCompleted(status: RolloutStatus): boolean {
  return Boolean(status.stableRS) && status.stableRS === status.currentPodHash;
}

/** Completed, all desired pods updated and available, no pod of another revision left. */
export function isRolloutHealthy(rollout: Rollout, next: RolloutStatus): boolean {
  const replicas = replicasOf(rollout);
  const stepCount = stepsOf(rollout).length;
  const stepsDone = stepCount === 0 || (next.currentStepIndex ?? stepCount) === stepCount;
  return (
    (next.updatedReplicas ?? 0) === replicas &&
    (next.availableReplicas ?? 0) === replicas &&
    (next.replicas ?? 0) === replicas &&
    isSpecObserved(rollout) &&
    stepsDone &&
    isRolloutCompleted(next)
  );
}

/** Anything that counts against `progressDeadlineSeconds` as a sign of life between two statuses. */
export function hasProgressed(previous: RolloutStatus, next: RolloutStatus): boolean {
  const oldReplicas = ({ replicas = 0, updatedReplicas = 0 }: RolloutStatus) => replicas - updatedReplicas;
  const stepChanged =
    previous.currentStepIndex !== undefined &&
    next.currentStepIndex !== undefined &&
    previous.currentStepIndex !== next.currentStepIndex;
  return (
    (next.updatedReplicas ?? 0) !== (previous.updatedReplicas ?? 0) ||
    oldReplicas(next) < oldReplicas(previous) ||
    (next.readyReplicas ?? 0) > (previous.readyReplicas ?? 0) ||
    (next.availableReplicas ?? 0) > (previous.availableReplicas ?? 0) ||
    next.stableRS !== previous.stableRS ||
    next.currentStepHash !== previous.currentStepHash ||
    stepChanged
  );
}

/** Steps that may last as long as they like, and pauses. */
export function isIndefiniteStep(rollout: Rollout): boolean {
  const { step } = currentStep(rollout);
  if (step?.experiment || step?.analysis || step?.pause) return true;
  return findCondition(rollout.status?.conditions, "Paused")?.status === "True";
}

export function isWaitingForScaleDown(otherReplicaSets: ReplicaSet[]): boolean {
  return otherReplicaSets.some(hasScaleDownDeadline);
}

/** Whether the Progressing condition is older than the deadline. Aborted and paused updates do not time out. */
export function hasTimedOut(
  rollout: Rollout,
  conditions: RolloutCondition[] | undefined,
  nowMs: number,
): boolean {
  const condition = findCondition(conditions, "Progressing");
  if (!condition || condition.reason === "RolloutAborted" || condition.reason === "RolloutPaused") {
    return false;
  }
  return condition.reason === "ProgressDeadlineExceeded" || nowMs > progressDeadlineMs(rollout, condition);
}

/** When the deadline passes if nothing moves. */
export function progressDeadlineMs(rollout: Rollout, progressing: RolloutCondition): number {
  return Date.parse(progressing.lastUpdateTime) + progressDeadlineSeconds(rollout) * 1000;
}

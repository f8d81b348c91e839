import { currentStep, stepsOf } from "../model/canary-steps.ts";
import { availableReplicas } from "../model/replica-set-object.ts";
import { canaryOf, replicasOf } from "../model/rollout-defaults.ts";
import { isProgressThresholdMet } from "../replicas/canary-counts.ts";
import {
  isContextAborted,
  isContextFastRollback,
  isContextWithinRollbackWindow,
  type RolloutContext,
} from "./rollout-context.ts";

/** §3.3 d: why the new revision becomes stable now; `undefined` in the middle of an update. */
export function reasonToPromote(context: RolloutContext): string | undefined {
  const { rollout, newReplicaSet, stableReplicaSet } = context;
  if (!stableReplicaSet) return "Initial deploy";
  if (isContextAborted(context) || !newReplicaSet) return undefined;
  const replicas = replicasOf(rollout);
  const isReady =
    availableReplicas(newReplicaSet) >= replicas ||
    isProgressThresholdMet(canaryOf(rollout).replicaProgressThreshold, newReplicaSet, replicas);
  if (!isReady) return undefined;
  if (rollout.status?.promoteFull) return "Full promotion requested";
  if (isContextFastRollback(context)) {
    return isContextWithinRollbackWindow(context) ? "Rollback within window" : "Fast rollback";
  }
  const stepCount = stepsOf(rollout).length;
  const stepsDone = stepCount === 0 || currentStep(rollout).index === stepCount;
  return stepsDone ? `Completed all ${stepCount} canary steps` : undefined;
}

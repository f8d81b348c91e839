import { stepsOf } from "../model/canary-steps.ts";
import { podTemplateHashOf, type ReplicaSet } from "../model/replica-set-object.ts";
import type { Rollout } from "../model/rollout-object.ts";
import { stepHash } from "../model/template-hash.ts";

/** §3.1 step 7: an update has begun, or its steps were changed. An empty `currentPodHash` is not a change. */
export function hasTemplateOrStepsChanged(rollout: Rollout, newReplicaSet: ReplicaSet | undefined): boolean {
  const { currentStepHash, currentPodHash } = rollout.status ?? {};
  if (!currentStepHash || currentStepHash !== stepHash(stepsOf(rollout))) return true;
  return Boolean(currentPodHash) && currentPodHash !== podTemplateHashOf(newReplicaSet);
}

import { currentSetWeight, setCanaryScaleInForce, stepsOf } from "../model/canary-steps.ts";
import type { ReplicaCounts } from "../model/replica-set-object.ts";
import {
  canaryOf,
  hasExplicitAbortDelay,
  isFullyPromoted,
  maxTrafficWeight,
  replicasOf,
} from "../model/rollout-defaults.ts";
import type { Rollout } from "../model/rollout-object.ts";

/** What the canary is sized by: a weight, or a fixed number of pods. */
export interface CanarySize {
  weight: number;
  fixedReplicas?: number;
}

export interface CanaryAndStableCounts {
  canary?: ReplicaCounts;
  stable?: ReplicaCounts;
}

/** §3.4: the maximum when nothing is being compared, else `setCanaryScale`, else the desired weight. */
export function canarySize(rollout: Rollout, counts: CanaryAndStableCounts): CanarySize {
  const { promoteFull, stableRS } = rollout.status ?? {};
  if (promoteFull || !stableRS || isFullyPromoted(rollout)) return { weight: maxTrafficWeight(rollout) };
  const scale = setCanaryScaleInForce(rollout);
  if (scale?.replicas !== undefined) return { weight: 0, fixedReplicas: scale.replicas };
  if (scale?.weight !== undefined) return { weight: scale.weight };
  return { weight: desiredCanaryWeight(rollout, counts) };
}

/** The current `setWeight`; an abort with `dynamicStableScale` goes back through the steps' weights instead. */
export function desiredCanaryWeight(rollout: Rollout, counts: CanaryAndStableCounts): number {
  const { canary, stable } = counts;
  const stepsBack = rollout.status?.abort && canaryOf(rollout).dynamicStableScale && canary && stable;
  return stepsBack ? abortWeight(rollout, canary, stable) : currentSetWeight(rollout);
}

/**
 * §3.8: the highest `setWeight`, from the last step backwards, that needs fewer pods than the canary must still
 * carry. With an explicit abort delay the canary is held up anyway and may not hold the weight up too: the
 * weight would wait for the canary to drain, the canary for stable to be full, and stable for the weight.
 */
function abortWeight(rollout: Rollout, canary: ReplicaCounts, stable: ReplicaCounts): number {
  const replicas = replicasOf(rollout);
  const maxWeight = maxTrafficWeight(rollout);
  const missing = replicas - stable.available;
  const carried = hasExplicitAbortDelay(rollout) ? missing : Math.max(missing, canary.available);
  const step = stepsOf(rollout).findLast(
    ({ setWeight }) => setWeight !== undefined && Math.ceil((setWeight * replicas) / maxWeight) < carried,
  );
  return step?.setWeight ?? 0;
}

import { countsOf, podTemplateHashOf, type ReplicaSet } from "../model/replica-set-object.ts";
import { canaryOf, isRouted, maxTrafficWeight, replicasOf } from "../model/rollout-defaults.ts";
import type { ReplicaProgressThreshold, Rollout, TrafficWeights } from "../model/rollout-object.ts";
import { basicCanaryCounts } from "./basic-canary-counts.ts";
import { canarySize } from "./canary-size.ts";
import { rollingUpdateLimits } from "./rolling-update-limits.ts";
import { routedCanaryCounts } from "./routed-canary-counts.ts";
import type { CanaryAndStable } from "./weight-approximation.ts";

export interface CanaryReplicaSets {
  canary?: ReplicaSet;
  stable?: ReplicaSet;
  others: ReplicaSet[];
}

/** Next `spec.replicas` of canary and stable. `weights` are those to honour with `dynamicStableScale`. */
export function desiredCounts(
  rollout: Rollout,
  replicaSets: CanaryReplicaSets,
  weights?: TrafficWeights,
): CanaryAndStable {
  const counts = {
    ...(replicaSets.canary ? { canary: countsOf(replicaSets.canary) } : {}),
    ...(replicaSets.stable ? { stable: countsOf(replicaSets.stable) } : {}),
  };
  const size = canarySize(rollout, counts);
  const base = { replicas: replicasOf(rollout), maxWeight: maxTrafficWeight(rollout), ...size };
  if (!isRouted(rollout)) {
    return basicCanaryCounts({
      ...base,
      ...counts,
      limits: rollingUpdateLimits(rollout),
      isCanaryStable: isSame(replicaSets),
      others: replicaSets.others.map(countsOf),
    });
  }
  const { minPodsPerReplicaSet, dynamicStableScale = false } = canaryOf(rollout);
  return routedCanaryCounts({
    ...base,
    ...(minPodsPerReplicaSet === undefined ? {} : { minPodsPerReplicaSet }),
    dynamicStableScale,
    aborted: rollout.status?.abort ?? false,
    ...(weights ? { recordedWeights: { canary: weights.canary.weight, stable: weights.stable.weight } } : {}),
  });
}

/** §3.2 "at target": what `setWeight` and `setCanaryScale` steps wait for. */
export function isAtDesiredCounts(
  rollout: Rollout,
  replicaSets: CanaryReplicaSets,
  weights?: TrafficWeights,
): boolean {
  const { canary, stable, others } = replicaSets;
  const desired = desiredCounts(rollout, replicaSets, weights);
  const { replicaProgressThreshold, dynamicStableScale } = canaryOf(rollout);
  if (!isProgressThresholdMet(replicaProgressThreshold, canary, desired.canary)) return false;
  const waitsForStable = !isRouted(rollout) || !dynamicStableScale;
  if (waitsForStable && !isCreated(stable, desired.stable)) return false;
  return isRouted(rollout) || others.every((other) => countsOf(other).available === 0);
}

/** Whether enough pods of a ReplicaSet are available: all of `desired`, or what the threshold says. */
export function isProgressThresholdMet(
  threshold: ReplicaProgressThreshold | undefined,
  replicaSet: ReplicaSet | undefined,
  desired: number,
): boolean {
  if (!replicaSet) return false;
  const counts = countsOf(replicaSet);
  if (!threshold || threshold.value < 0) {
    return counts.desired === desired && counts.available === desired;
  }
  if (threshold.type === "Pod") return counts.available >= threshold.value;
  return desired === 0 || (counts.available / desired) * 100 >= threshold.value - 1e-10;
}

function isCreated(replicaSet: ReplicaSet | undefined, desired: number): boolean {
  if (!replicaSet) return false;
  const counts = countsOf(replicaSet);
  return counts.desired === desired && counts.created === desired;
}

function isSame({ canary, stable }: CanaryReplicaSets): boolean {
  return Boolean(canary && stable && podTemplateHashOf(canary) === podTemplateHashOf(stable));
}

import { currentSetWeight, currentStep, previousSetWeight } from "../model/canary-steps.ts";
import {
  availableReplicas,
  countsOf,
  podTemplateHashOf,
  type ReplicaSet,
} from "../model/replica-set-object.ts";
import {
  canaryOf,
  isFullyPromoted,
  isRouted,
  maxTrafficWeight,
  replicasOf,
} from "../model/rollout-defaults.ts";
import type { Rollout } from "../model/rollout-object.ts";
import {
  type CanaryReplicaSets,
  isAtDesiredCounts,
  isProgressThresholdMet,
} from "../replicas/canary-counts.ts";
import { desiredCanaryWeight } from "../replicas/canary-size.ts";

export interface TrafficDecision {
  weight: number;
  /** Revision behind the canary service; not the new one while stable takes its traffic back. */
  canaryHash: string;
}

/**
 * §3.5: the weight to write, first match wins; `undefined` leaves everything as it is, because stable
 * could not carry its part yet.
 */
export function decideTraffic(
  rollout: Rollout,
  replicaSets: CanaryReplicaSets,
  aborted: boolean,
): TrafficDecision | undefined {
  const { canary, stable } = replicaSets;
  const rollbackHash = dynamicRollbackHash(rollout, canary);
  const weight = weightFor(rollout, replicaSets, { aborted, rollingBack: rollbackHash !== undefined });
  if (!canCarry(rollout, stable, maxTrafficWeight(rollout) - weight)) return undefined;
  return { weight, canaryHash: rollbackHash ?? podTemplateHashOf(canary) };
}

/**
 * Hash of the canary that was given up for stable while dynamicStableScale had stable scaled down; `undefined` once
 * stable is full again, and in every other situation.
 */
export function dynamicRollbackHash(
  rollout: Rollout,
  newReplicaSet: ReplicaSet | undefined,
): string | undefined {
  const { dynamicStableScale } = canaryOf(rollout);
  const recorded = rollout.status?.canary?.weights?.canary.podTemplateHash;
  if (!isFullyPromoted(rollout) || !isRouted(rollout) || !dynamicStableScale || recorded === undefined) {
    return undefined;
  }
  if (recorded === podTemplateHashOf(newReplicaSet)) return undefined;
  return availableReplicas(newReplicaSet) >= replicasOf(rollout) ? undefined : recorded;
}

function weightFor(
  rollout: Rollout,
  replicaSets: CanaryReplicaSets,
  state: { aborted: boolean; rollingBack: boolean },
): number {
  const { canary } = replicaSets;
  const { promoteFull, canary: canaryStatus } = rollout.status ?? {};
  if (state.rollingBack) return weightBackToStable(rollout, replicaSets);
  if (isFullyPromoted(rollout)) return 0;
  if (state.aborted) return weightBackToStable(rollout, replicaSets);
  if (availableReplicas(canary) === 0) return 0;
  if (promoteFull) {
    if (!canaryOf(rollout).dynamicStableScale) return canaryStatus?.weights?.canary.weight ?? 0;
    return Math.trunc((maxTrafficWeight(rollout) * availableReplicas(canary)) / replicasOf(rollout));
  }
  if (currentStep(rollout).index === undefined) return 0;
  if (!isAtDesiredCounts(rollout, replicaSets)) return previousSetWeight(rollout);
  return currentSetWeight(rollout);
}

/** §3.8, abort and rollback to stable: at once, or as stable grows. Never above what the canary has now. */
function weightBackToStable(rollout: Rollout, { canary, stable }: CanaryReplicaSets): number {
  const replicas = replicasOf(rollout);
  if (!canaryOf(rollout).dynamicStableScale || !stable || !canary || replicas === 0) return 0;
  const maxWeight = maxTrafficWeight(rollout);
  const stableShare = Math.trunc((maxWeight * availableReplicas(stable)) / replicas);
  const notCarried = Math.max(0, maxWeight - stableShare);
  const desired = desiredCanaryWeight(rollout, { canary: countsOf(canary), stable: countsOf(stable) });
  const current = rollout.status?.canary?.weights?.canary.weight;
  if (current === undefined) return Math.max(notCarried, desired);
  if (desired <= 0) return Math.min(notCarried, current);
  return stableShare < maxWeight - desired ? current : Math.min(desired, current);
}

function canCarry(rollout: Rollout, stable: ReplicaSet | undefined, weight: number): boolean {
  if (!stable) return false;
  const needed = Math.trunc((weight * replicasOf(rollout)) / maxTrafficWeight(rollout));
  return (
    availableReplicas(stable) >= needed ||
    isProgressThresholdMet(canaryOf(rollout).replicaProgressThreshold, stable, needed)
  );
}

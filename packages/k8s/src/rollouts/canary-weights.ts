import type { Rollout } from "../kubernetes/rollout.ts";
import type { ReplicaSet } from "../kubernetes/workload.ts";
import { type CanaryTarget, targetBasicCanary, targetRoutedCanary } from "./canary-replicas.ts";
import { isBlueGreen, isRouted, maxTrafficWeight, readRolloutState } from "./rollout-state.ts";

/** A weight in whole and tenth percents: a router may divide the traffic into more than a hundred parts. */
export function toPercent(rollout: Rollout, weight: number): number {
  return Math.round((weight * 1000) / maxTrafficWeight(rollout)) / 10;
}

/** The last setWeight at or before the step, 0 when there is none, the maximum past the last step. */
export function setWeightAt(rollout: Rollout, stepIndex: number | null): number {
  const { steps } = readRolloutState(rollout);
  if (stepIndex === null || stepIndex >= steps.length) return maxTrafficWeight(rollout);
  for (let index = stepIndex; index >= 0; index--) {
    const weight = steps[index]?.setWeight;
    if (weight !== undefined) return weight;
  }
  return 0;
}

/** All or nothing: the new version has the traffic as soon as the active service selects its pods. */
function blueGreenWeight({ status = {} }: Rollout): number {
  return status.blueGreen?.activeSelector === status.currentPodHash ? 100 : 0;
}

/** Percent that the spec asks the canary to have now. A fully promoted rollout has one version, at full weight. */
export function getDesiredWeight(rollout: Rollout): number {
  const { aborted, fullyPromoted, stepIndex } = readRolloutState(rollout);
  const status = rollout.status ?? {};
  if (fullyPromoted || status.promoteFull || !status.stableRS) return 100;
  if (isBlueGreen(rollout)) return blueGreenWeight(rollout);
  return aborted ? 0 : toPercent(rollout, setWeightAt(rollout, stepIndex));
}

/**
 * Percent of the traffic that the canary really has: what the router was told, or, without one, the canary's part
 * of the available pods (whole percents, rounded down, as the reference client does).
 */
export function getActualWeight(rollout: Rollout, canary: ReplicaSet | undefined): number {
  const { fullyPromoted, stepIndex, steps } = readRolloutState(rollout);
  const status = rollout.status ?? {};
  if (fullyPromoted) return 100;
  // The first version has all traffic as soon as it has a pod for it, and none where its controller does not run.
  if (!status.stableRS) return (status.availableReplicas ?? 0) > 0 ? 100 : 0;
  if (isBlueGreen(rollout)) return blueGreenWeight(rollout);
  if (isRouted(rollout)) {
    const wanted = status.abort ? 0 : setWeightAt(rollout, stepIndex);
    const { weight = wanted, podTemplateHash } = status.canary?.weights?.canary ?? {};
    // The weight of a canary that a newer revision has replaced is not that of the newer one.
    const isOfAnother = podTemplateHash && status.currentPodHash && podTemplateHash !== status.currentPodHash;
    return isOfAnother ? 0 : toPercent(rollout, weight);
  }
  const available = status.availableReplicas ?? 0;
  if (available === 0) return 0;
  const share = Math.floor(((canary?.status?.availableReplicas ?? 0) * 100) / available);
  const done = stepIndex !== null && stepIndex >= steps.length;
  return done ? Math.max(share, 0) : Math.min(share, 100);
}

/**
 * Percent of the traffic that the stable version has: what the canary leaves, less what experiments and the canary of a
 * revision before take of it.
 */
export function getStableWeight(
  rollout: Rollout,
  { canary, stable }: { canary: ReplicaSet | undefined; stable: ReplicaSet | undefined },
): number {
  const { fullyPromoted } = readRolloutState(rollout);
  if (fullyPromoted) return 100;
  if (!rollout.status?.stableRS) return 0;
  const left = 100 - getActualWeight(rollout, canary);
  const { canary: { weights } = {}, availableReplicas = 0 } = rollout.status ?? {};
  if (isRouted(rollout) && weights) return toPercent(rollout, weights.stable.weight);
  if (isBlueGreen(rollout) || isRouted(rollout)) return Math.round(left * 10) / 10;
  const [ofCanary, ofStable] = [canary, stable].map((set) => set?.status?.availableReplicas ?? 0);
  const hasOthers = stable !== undefined && availableReplicas > (ofCanary ?? 0) + (ofStable ?? 0);
  return hasOthers ? Math.floor(((ofStable ?? 0) * 100) / availableReplicas) : left;
}

/** The percent of the traffic that the canary gets of a weight: without a router it is what whole pods make of it. */
export function reachedWeight(rollout: Rollout, weight: number, { canary, stable }: CanaryTarget): number {
  if (isRouted(rollout) || canary + stable === 0) return toPercent(rollout, weight);
  return Math.floor((canary * 100) / (canary + stable));
}

/** The count or weight that a setCanaryScale at or before the step imposes, until one gives it back to the traffic weight. */
function canaryScaleAt(
  rollout: Rollout,
  stepIndex: number,
): { replicas?: number; weight?: number } | undefined {
  const { steps } = readRolloutState(rollout);
  if (stepIndex >= steps.length) return undefined;
  for (let index = stepIndex; index >= 0; index--) {
    const scale = steps[index]?.setCanaryScale;
    if (scale?.matchTrafficWeight) return undefined;
    if (scale) return scale;
  }
  return undefined;
}

/** Pods of each side that the rollout settles at when it stands at `stepIndex` with the canary at `weight`. */
export function targetReplicasAt(
  rollout: Rollout,
  { stepIndex, weight, aborted = false }: { stepIndex: number; weight: number; aborted?: boolean },
): CanaryTarget {
  const replicas = rollout.spec.replicas ?? 1;
  const canaryStrategy = rollout.spec.strategy?.canary ?? {};
  const maxWeight = maxTrafficWeight(rollout);
  if (!isRouted(rollout)) {
    const { maxSurge, maxUnavailable } = canaryStrategy;
    const stable = { spec: replicas, available: replicas };
    const canary = { spec: 0, available: 0 };
    return targetBasicCanary({ replicas, weight, maxWeight, maxSurge, maxUnavailable, canary, stable });
  }
  const scale = aborted ? undefined : canaryScaleAt(rollout, stepIndex);
  return targetRoutedCanary({
    replicas,
    weight: scale?.weight ?? weight,
    maxWeight,
    canaryReplicas: scale?.replicas,
    minPodsPerReplicaSet: canaryStrategy.minPodsPerReplicaSet,
    dynamicStableScale: canaryStrategy.dynamicStableScale,
    recorded: { canary: weight, stable: maxWeight - weight },
  });
}

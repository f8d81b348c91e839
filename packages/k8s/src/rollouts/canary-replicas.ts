import type { IntOrString } from "../kubernetes/object-meta.ts";

/** Replica counts of one ReplicaSet: what its spec asks for and how many pods are available. */
export interface ReplicaCount {
  spec: number;
  available: number;
}

export interface CanaryTarget {
  canary: number;
  stable: number;
}

/**
 * Surge (rounded up) and unavailability (rounded down) in pods. A string without "%" is a percentage as well.
 * Both resolving to 0 would block every update, so unavailability becomes 1. Source: Argo Rollouts `resolveFenceposts`.
 */
export function resolveFenceposts(
  replicas: number,
  maxSurge: IntOrString = "25%",
  maxUnavailable: IntOrString = "25%",
): { surge: number; unavailable: number } {
  const scale = (value: IntOrString, round: (count: number) => number) =>
    typeof value === "number" ? value : round((Number.parseInt(value, 10) * replicas) / 100);
  const surge = scale(maxSurge, Math.ceil);
  const unavailable = scale(maxUnavailable, Math.floor);
  return { surge, unavailable: Math.min(surge === 0 && unavailable === 0 ? 1 : unavailable, replicas) };
}

/**
 * How many pods of each side come nearest to `weight` out of `maxWeight` when pods are the only way to split
 * traffic. One pod of surge may be used to come nearer.
 */
export function approximateWeight(
  replicas: number,
  weight: number,
  maxWeight: number,
  surge: number,
): CanaryTarget {
  if (replicas === 0) return { canary: 0, stable: 0 };
  const exact = (replicas * weight) / maxWeight;
  const up = Math.ceil(exact);
  const down = Math.floor(exact);
  const zeroAllowed = weight === 0 || weight === maxWeight || (replicas === 1 && surge === 0);
  const isTie = (total: number) => ((total * weight) / maxWeight) % 1 === 0.5;
  const downAllowed = down !== 0 || zeroAllowed;

  const candidates: { canary: number; total: number }[] = [];
  if (up < replicas || zeroAllowed) candidates.push({ canary: up, total: replicas });
  if (downAllowed && !isTie(replicas)) candidates.push({ canary: down, total: replicas });
  if (surge > 0) {
    candidates.push({ canary: up, total: replicas + 1 });
    if (downAllowed && !isTie(replicas + 1)) candidates.push({ canary: down, total: replicas + 1 });
  }

  let best: { canary: number; total: number; distance: number } | undefined;
  for (const { canary, total } of candidates) {
    const distance = Math.abs((canary * maxWeight) / total - weight);
    if (!best || distance < best.distance) best = { canary, total, distance };
  }
  return best ? { canary: best.canary, stable: best.total - best.canary } : { canary: 0, stable: replicas };
}

interface BasicCanaryInput {
  replicas: number;
  weight: number;
  maxWeight?: number;
  maxSurge?: IntOrString;
  maxUnavailable?: IntOrString;
  canary: ReplicaCount;
  /** Absent on the first deployment. */
  stable?: ReplicaCount;
  /** The canary's template is the stable one again. */
  canaryIsStable?: boolean;
  older?: readonly ReplicaCount[];
}

const nextAvailable = (count: ReplicaCount, ignoreAvailability: boolean) =>
  count.spec < count.available || ignoreAvailability ? count.spec : count.available;

/** The counts that the final state of a basic canary aims at, whatever the surge room is now. */
export function targetBasicCanary(input: BasicCanaryInput): CanaryTarget {
  const { replicas, weight, maxWeight = 100, maxSurge, maxUnavailable, stable, canaryIsStable } = input;
  if (!stable || canaryIsStable) return { canary: replicas, stable: 0 };
  return approximateWeight(
    replicas,
    weight,
    maxWeight,
    resolveFenceposts(replicas, maxSurge, maxUnavailable).surge,
  );
}

/**
 * The next counts one reconcile of a canary without traffic routing asks for, within surge and availability.
 * Source: Argo Rollouts `CalculateReplicaCountsForBasicCanary`; checked against its own test table.
 */
export function stepBasicCanary(input: BasicCanaryInput): CanaryTarget {
  const { replicas, maxSurge, maxUnavailable, older = [] } = input;
  const { surge, unavailable } = resolveFenceposts(replicas, maxSurge, maxUnavailable);
  const stable = input.stable ?? { spec: 0, available: 0 };
  const target = targetBasicCanary(input);
  const maxTotal = replicas + surge;

  let nextCanary = input.canary.spec;
  let nextStable = stable.spec;
  const olderSpec = older.reduce((sum, { spec }) => sum + spec, 0);
  let room = Math.max(0, maxTotal - (nextCanary + nextStable + olderSpec));
  if (nextStable < target.stable) {
    const raise = Math.min(room, target.stable - nextStable);
    nextStable += raise;
    room -= raise;
  }
  if (nextCanary < target.canary) nextCanary += Math.min(room, target.canary - nextCanary);
  if (olderSpec > 0) return { canary: nextCanary, stable: nextStable };

  const minAvailable = replicas - unavailable;
  const increasing = target.canary >= input.canary.spec;
  const held = nextAvailable(input.canary, !increasing) + nextAvailable(stable, increasing);
  if (held <= minAvailable) return { canary: nextCanary, stable: nextStable };
  const budget = held - minAvailable;
  if (increasing) {
    if (nextStable > target.stable) nextStable = Math.max(target.stable, nextStable - budget);
  } else if (nextCanary > target.canary) {
    nextCanary = Math.max(target.canary, nextCanary - budget);
  }
  return increasing
    ? fit({ kept: nextCanary, drained: nextStable }, input.canary, stable, maxTotal, minAvailable, true)
    : fit({ kept: nextStable, drained: nextCanary }, stable, input.canary, maxTotal, minAvailable, false);
}

/** Takes what exceeds the surge from the growing side first, gives back what availability needs, then drains. */
function fit(
  next: { kept: number; drained: number },
  keptNow: ReplicaCount,
  drainedNow: ReplicaCount,
  maxTotal: number,
  minAvailable: number,
  keptIsCanary: boolean,
): CanaryTarget {
  let { kept, drained } = next;
  kept -= Math.max(0, kept + drained - maxTotal);
  const available = Math.min(drainedNow.available, drained) + Math.min(keptNow.available, kept);
  kept += Math.min(Math.max(0, keptNow.available - kept), Math.max(0, minAvailable - available));
  drained -= Math.max(0, kept + drained - maxTotal);
  return keptIsCanary ? { canary: kept, stable: drained } : { canary: drained, stable: kept };
}

interface RoutedCanaryInput {
  replicas: number;
  /** Desired weight, or absent when `canaryReplicas` fixes the count (setCanaryScale). */
  weight: number;
  maxWeight?: number;
  canaryReplicas?: number;
  minPodsPerReplicaSet?: number;
  dynamicStableScale?: boolean;
  aborted?: boolean;
  /** Weights last written to the router. */
  recorded?: { canary: number; stable: number };
}

/** Replica counts where a router splits the traffic: surge does not apply, stable stays whole unless dynamic. */
export function targetRoutedCanary(input: RoutedCanaryInput): CanaryTarget {
  const { replicas, weight, maxWeight = 100, canaryReplicas, minPodsPerReplicaSet = 0, recorded } = input;
  const share = (part: number) => Math.ceil((replicas * part) / maxWeight);
  const atLeastMinPods = (count: number) =>
    count > 0 ? Math.min(replicas, Math.max(count, minPodsPerReplicaSet)) : count;
  let canary = canaryReplicas ?? atLeastMinPods(share(weight));
  if (!input.dynamicStableScale) return { canary, stable: replicas };
  if (input.aborted) canary = atLeastMinPods(Math.max(share(weight), share(recorded?.canary ?? 0)));
  const stable = atLeastMinPods(Math.max(share(maxWeight - weight), share(recorded?.stable ?? maxWeight)));
  return { canary, stable };
}

/**
 * Desired weight while a routed canary with dynamicStableScale is aborted: the highest setWeight step whose pods are
 * still needed because stable is not full again; it never rises.
 */
export function abortWeight(input: {
  replicas: number;
  setWeights: readonly number[];
  /** Undefined where that ReplicaSet is gone: then nothing holds the weight up. */
  stableAvailable: number | undefined;
  canaryAvailable: number | undefined;
  maxWeight?: number;
}): number {
  const { replicas, setWeights, stableAvailable, canaryAvailable, maxWeight = 100 } = input;
  if (stableAvailable === undefined || canaryAvailable === undefined) return 0;
  const bound = Math.max(replicas - stableAvailable, canaryAvailable);
  for (const weight of setWeights.toReversed()) {
    if (Math.ceil((replicas * weight) / maxWeight) < bound) return weight;
  }
  return 0;
}

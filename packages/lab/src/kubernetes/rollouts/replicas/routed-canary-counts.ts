import type { CanaryAndStable } from "./weight-approximation.ts";

export interface RoutedCanaryInput {
  replicas: number;
  /** Weight the canary should be sized for. */
  weight: number;
  /** Size written by a `setCanaryScale` step; overrides `weight` for the canary. */
  fixedReplicas?: number;
  maxWeight: number;
  minPodsPerReplicaSet?: number;
  dynamicStableScale: boolean;
  aborted: boolean;
  /** Weights the router holds, if known. */
  recordedWeights?: { canary: number; stable: number };
}

/**
 * Counts of a canary behind a router. Surge limits do not apply. Stable stays at full size, unless
 * `dynamicStableScale`: then each side is at least what its recorded traffic needs.
 */
export function routedCanaryCounts(input: RoutedCanaryInput): CanaryAndStable {
  const { replicas, weight, maxWeight, recordedWeights } = input;
  const forWeight = (share: number) => Math.ceil((share * replicas) / maxWeight);
  const atLeast = (count: number) =>
    count === 0 ? 0 : Math.max(count, Math.min(input.minPodsPerReplicaSet ?? 0, replicas));
  let canary = input.fixedReplicas ?? atLeast(forWeight(weight));
  if (!input.dynamicStableScale) return { canary, stable: replicas };
  let stable = forWeight(maxWeight - weight);
  if (recordedWeights) {
    stable = Math.max(stable, forWeight(recordedWeights.stable));
    if (input.aborted) canary = Math.max(canary, forWeight(recordedWeights.canary));
  }
  return { canary: atLeast(canary), stable: atLeast(stable) };
}

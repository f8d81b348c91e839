export interface CanaryAndStable {
  canary: number;
  stable: number;
}

export interface WeightToApproximate {
  replicas: number;
  weight: number;
  maxWeight: number;
  maxSurge: number;
}

/**
 * Pod counts whose ratio comes nearest to a weight, with one pod more than `replicas` if surge allows it.
 * Neither side gets 0 for a weight strictly between 0 and the maximum, unless there is one pod and no surge.
 */
export function approximateWeight(input: WeightToApproximate): CanaryAndStable {
  const { replicas, weight, maxWeight } = input;
  if (replicas === 0) return { canary: 0, stable: 0 };
  let best: { canary: number; total: number } | undefined;
  for (const candidate of candidates(input)) {
    const distance = ({ canary, total }: { canary: number; total: number }) =>
      Math.abs((canary * maxWeight) / total - weight);
    if (!best || distance(candidate) < distance(best)) best = candidate;
  }
  return best ? { canary: best.canary, stable: best.total - best.canary } : { canary: 0, stable: replicas };
}

/** In order of preference for equal distances. */
function candidates(input: WeightToApproximate): { canary: number; total: number }[] {
  const { replicas, weight, maxWeight, maxSurge } = input;
  const ceil = Math.ceil((replicas * weight) / maxWeight);
  const floor = Math.floor((replicas * weight) / maxWeight);
  const zeroAllowed = weight === 0 || weight === maxWeight || (replicas === 1 && maxSurge === 0);
  const floorAllowed = (total: number) => !isTied(total, weight / maxWeight) && (floor !== 0 || zeroAllowed);
  const found: { canary: number; total: number }[] = [];
  if (ceil < replicas || zeroAllowed) found.push({ canary: ceil, total: replicas });
  if (floorAllowed(replicas)) found.push({ canary: floor, total: replicas });
  if (maxSurge > 0) {
    found.push({ canary: ceil, total: replicas + 1 });
    if (floorAllowed(replicas + 1)) found.push({ canary: floor, total: replicas + 1 });
  }
  return found;
}

/** Ceiling and floor are equally far; the larger canary is then preferred. */
function isTied(total: number, share: number): boolean {
  return (total * share) % 1 === 0.5;
}

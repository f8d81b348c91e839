/** One ReplicaSet as the rolling update sees it. */
export interface SizedReplicaSet {
  name: string;
  /** spec.replicas */
  replicas: number;
  /** status.availableReplicas */
  available: number;
}

export interface RollingUpdate {
  /** The Deployment's spec.replicas. */
  replicas: number;
  maxSurge: number;
  maxUnavailable: number;
  newReplicaSet: SizedReplicaSet;
  /** Oldest first. */
  oldReplicaSets: readonly SizedReplicaSet[];
}

/** The sizes to change, by ReplicaSet name. Empty when there is nothing to do now. */
export type Resize = Map<string, number>;

/**
 * One step of kube-controller-manager's `rolloutRolling`: the new ReplicaSet grows first, as far as the surge allows;
 * only a pass that did not grow it takes pods from the old ones, as far as availability allows.
 */
export function nextRollingSizes(update: RollingUpdate): Resize {
  const target = newReplicaSetSize(update);
  if (target !== update.newReplicaSet.replicas) return new Map([[update.newReplicaSet.name, target]]);
  return oldReplicaSetSizes(update);
}

/** `NewRSNewReplicas` for RollingUpdate. */
export function newReplicaSetSize({
  replicas,
  maxSurge,
  newReplicaSet,
  oldReplicaSets,
}: RollingUpdate): number {
  if (newReplicaSet.replicas >= replicas) return replicas;
  const room = replicas + maxSurge - newReplicaSet.replicas - sum(oldReplicaSets, "replicas");
  if (room <= 0) return newReplicaSet.replicas;
  return newReplicaSet.replicas + Math.min(room, replicas - newReplicaSet.replicas);
}

/** `reconcileOldReplicaSets`: unhealthy pods go first, whichever ReplicaSet they are in, then the oldest ReplicaSet. */
function oldReplicaSetSizes(update: RollingUpdate): Resize {
  const { newReplicaSet, oldReplicaSets } = update;
  const minAvailable = update.replicas - update.maxUnavailable;
  const total = newReplicaSet.replicas + sum(oldReplicaSets, "replicas");
  const newUnavailable = newReplicaSet.replicas - newReplicaSet.available;
  let budget = total - minAvailable - newUnavailable;
  const sizes = new Map(oldReplicaSets.map(({ name, replicas }) => [name, replicas]));
  const take = (name: string, count: number) => sizes.set(name, (sizes.get(name) ?? 0) - count);
  if (budget <= 0) return new Map();

  for (const { name, replicas, available } of oldReplicaSets) {
    const unhealthy = Math.min(budget, Math.max(0, replicas - available));
    take(name, unhealthy);
    budget -= unhealthy;
  }
  let spare = newReplicaSet.available + sum(oldReplicaSets, "available") - minAvailable;
  for (const { name } of oldReplicaSets) {
    const count = Math.min(Math.max(0, spare), sizes.get(name) ?? 0);
    take(name, count);
    spare -= count;
  }
  return changed(oldReplicaSets, sizes);
}

/**
 * Sizes after the Deployment was scaled in the middle of a rollout: each ReplicaSet grows or shrinks in proportion
 * to its share, the largest first, and what rounding leaves goes to the first (`scale` and `GetProportion`).
 */
export function proportionalSizes(
  replicaSets: readonly SizedReplicaSet[],
  allowed: number,
  formerlyAllowed: number,
): Resize {
  const total = sum(replicaSets, "replicas");
  const toAdd = allowed - total;
  const ordered = [...replicaSets].sort((a, b) => b.replicas - a.replicas || (toAdd > 0 ? 1 : -1));
  const sizes = new Map(ordered.map(({ name, replicas }) => [name, replicas]));
  let added = 0;
  for (const { name, replicas } of ordered) {
    const share = Math.round((replicas * allowed) / Math.max(1, formerlyAllowed)) - replicas;
    const left = toAdd - added;
    const part = toAdd > 0 ? Math.min(Math.max(0, share), left) : Math.max(Math.min(0, share), left);
    sizes.set(name, replicas + part);
    added += part;
  }
  const first = ordered[0];
  if (first) sizes.set(first.name, Math.max(0, (sizes.get(first.name) ?? 0) + toAdd - added));
  return changed(replicaSets, sizes);
}

function sum(replicaSets: readonly SizedReplicaSet[], field: "replicas" | "available"): number {
  return replicaSets.reduce((total, replicaSet) => total + replicaSet[field], 0);
}

function changed(replicaSets: readonly SizedReplicaSet[], sizes: Resize): Resize {
  return new Map(
    replicaSets
      .map(({ name, replicas }): [string, number] => [name, sizes.get(name) ?? replicas])
      .filter(([name, size]) => replicaSets.some((set) => set.name === name && set.replicas !== size)),
  );
}

/** Addresses that the autoscalers may ask for at the worst hour, against those of one zone's pod subnet. */
export interface PodAddressing {
  /** Sum of maxReplicas over all autoscalers. */
  readonly maxReplicas: number;
  /** Most nodes of all groups together. */
  readonly maxNodes: number;
  /** Prefix length of the pod subnet of one zone, e.g. 18. */
  readonly prefixLength: number;
}

/** Pods beside the workloads' own on each node: agents, drivers, system pods. */
const daemonsPerNode = 8;
/** Prefix delegation hands out 16 addresses at a time. */
const addressesPerPrefix = 16;

/**
 * Whether one zone can address every pod when the other is lost: all autoscalers at their maximum, a canary a quarter more, and on
 * each node one prefix warm and one partly filled. The module `cluster` refuses by the same arithmetic.
 */
export function podPrefixes({ maxReplicas, maxNodes, prefixLength }: PodAddressing): {
  needed: number;
  available: number;
} {
  const pods = Math.ceil(maxReplicas * 1.25) + maxNodes * daemonsPerNode;
  return {
    needed: pods / addressesPerPrefix + maxNodes * 2,
    available: Math.floor(2 ** (32 - prefixLength) / addressesPerPrefix) - 1,
  };
}

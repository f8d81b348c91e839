import type { PodRow } from "@horizon/contracts";

/** The key of the pod in each place; null where a pod went and none has come since. */
export type PodSlots = readonly (string | null)[];

/**
 * Gives every pod a place that it keeps for its life: a mark never moves because another pod came or went.
 * New pods take the first free place, the oldest first; empty places at the end go.
 */
export function assignPodSlots(previous: PodSlots, pods: readonly PodRow[]): PodSlots {
  const present = new Set(pods.map((pod) => pod.key));
  const slots = previous.map((key) => (key !== null && present.has(key) ? key : null));
  const placed = new Set(slots);
  const arrivals = pods
    .filter((pod) => !placed.has(pod.key))
    .sort((left, right) =>
      left.createdAt === right.createdAt
        ? left.name < right.name
          ? -1
          : 1
        : left.createdAt < right.createdAt
          ? -1
          : 1,
    );
  for (const pod of arrivals) {
    const free = slots.indexOf(null);
    if (free === -1) slots.push(pod.key);
    else slots[free] = pod.key;
  }
  return slots.slice(0, slots.findLastIndex((key) => key !== null) + 1);
}

export function sameSlots(left: PodSlots, right: PodSlots): boolean {
  return left.length === right.length && left.every((key, index) => key === right[index]);
}

/** `5 of 6 pods ready` */
export function podsReadyText(pods: readonly PodRow[]): string {
  const ready = pods.filter(
    (pod) => pod.containers > 0 && pod.ready === pod.containers && pod.health.state === "Healthy",
  ).length;
  return `${ready} of ${pods.length} ${pods.length === 1 ? "pod" : "pods"} ready`;
}

import type { HealthState } from "@horizon/contracts";

/** As `healthStates` of the contracts, worst last; a table of its own keeps the schema library out of the browser. */
const rank = {
  Healthy: 0,
  Progressing: 1,
  Paused: 2,
  Unknown: 3,
  Degraded: 4,
  Failed: 5,
} as const satisfies Record<HealthState, number>;

export const healthStatesWorstFirst = [
  "Failed",
  "Degraded",
  "Unknown",
  "Paused",
  "Progressing",
  "Healthy",
] as const;

/** Problems first. */
export function compareWorstFirst(a: HealthState, b: HealthState): number {
  return rank[b] - rank[a];
}

/** Whether a person should look at it. */
export function needsAttention(state: HealthState): boolean {
  return rank[state] >= rank.Unknown;
}

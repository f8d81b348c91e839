import type { WorkloadRow } from "@horizon/contracts";

/**
 * A workload in a sentence: `1.12.1, 2 of 2 pods ready`. The version is the one that is wanted: while not every pod has
 * it, it says how many do, as those that are ready may all be of the one before.
 */
export function workloadSentence({
  version,
  updated,
  desired,
  ready,
  health,
}: Pick<WorkloadRow, "version" | "updated" | "desired" | "ready" | "health">): string {
  const reached = updated < desired ? ` in ${updated} of ${desired} pods` : "";
  const reason = health.reason && `; ${health.reason}`;
  return `${version}${reached}, ${ready} of ${desired} pods ready${reason}`;
}

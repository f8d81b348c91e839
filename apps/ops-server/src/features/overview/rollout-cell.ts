import type { RolloutRow, ServiceCell } from "@horizon/contracts";

type Running = Pick<
  RolloutRow,
  "stepIndex" | "steps" | "actualWeight" | "wait" | "aborted" | "fullyPromoted"
>;

/**
 * How far a rollout under way is; null when all traffic has the new revision. An aborted one stands at a step index of 0,
 * which is where a retry begins and not where it failed.
 */
export function toRolloutCell(row: Running): ServiceCell["rollout"] {
  if (row.fullyPromoted) return null;
  return {
    stepIndex: row.aborted ? null : row.stepIndex,
    steps: row.steps,
    weight: row.actualWeight,
    progress: toProgress(row),
  };
}

function toProgress({ aborted, wait }: Running): NonNullable<ServiceCell["rollout"]>["progress"] {
  if (aborted) return "aborted";
  // A timed pause ends by itself.
  return wait !== null && wait.until === null ? "waiting" : "stepping";
}

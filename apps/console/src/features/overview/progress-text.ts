import type { ServiceCell } from "@horizon/contracts";

/** Where a rollout under way stands, beside its weight: `waits at 3 of 8`, `step 4 of 8`, `aborted`. */
export function progressText({ progress, stepIndex, steps }: NonNullable<ServiceCell["rollout"]>): string {
  if (progress === "aborted") return "aborted";
  if (stepIndex === null) return "";
  return `${progress === "waiting" ? "waits at" : "step"} ${Math.min(stepIndex + 1, steps)} of ${steps}`;
}

import type { ClusterCommand, SeenState } from "@horizon/contracts";

type Action = ClusterCommand["action"];

/**
 * Actions whose consequence depends on the step: what the person read in the dialog is only true of that step.
 * An abort, a pause or a retry means the same at any step of the same revision.
 */
const stepBound: readonly Action[] = ["rollout.promote", "rollout.promoteFull", "rollout.skipStep"];

/**
 * What changed, in words, between what the person saw and the live object; null when the action still means what
 * they read. The resourceVersion alone is too strict, as a busy object gets a new one every few seconds: it decides
 * only when nothing better was seen.
 */
export function findStaleness(action: Action, seen: SeenState, live: SeenState): string | null {
  if (seen.resourceVersion === live.resourceVersion) return null;
  // A pod of that name is that pod: names of pods are not given twice.
  if (action === "pod.delete") return null;
  if (seen.podHash === null) return "it has changed since";
  if (seen.podHash !== live.podHash) return "another revision is being rolled out";
  if (stepBound.includes(action) && seen.stepIndex !== live.stepIndex) {
    return live.stepIndex === null ? "its steps changed" : `it is at step ${live.stepIndex + 1} now`;
  }
  return null;
}

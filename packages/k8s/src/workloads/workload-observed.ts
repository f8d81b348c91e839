import { isSpecObserved } from "../rollouts/rollout-state.ts";
import type { Workload } from "./workload-row.ts";

/** Whether the controller has seen the latest spec, so that the status speaks of it. */
export function isWorkloadObserved({ kind, object }: Workload): boolean {
  if (kind === "Rollout") return isSpecObserved(object);
  return (object.status?.observedGeneration ?? 0) >= (object.metadata.generation ?? 0);
}

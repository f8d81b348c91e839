import type { AnalysisArgument } from "../model/analysis-object.ts";
import { podTemplateHashOf } from "../model/replica-set-object.ts";
import type { Rollout } from "../model/rollout-object.ts";
import type { RolloutContext } from "./rollout-context.ts";

/** An argument with its value from the Rollout in it. References to secrets are left to the run. */
export function resolveArgument(context: RolloutContext, argument: AnalysisArgument): AnalysisArgument {
  const { podTemplateHashValue, fieldRef } = argument.valueFrom ?? {};
  const { name } = argument;
  if (podTemplateHashValue === "Latest") return { name, value: podTemplateHashOf(context.newReplicaSet) };
  if (podTemplateHashValue === "Stable") return { name, value: podTemplateHashOf(context.stableReplicaSet) };
  if (fieldRef) return { name, value: fieldValue(context.rollout, fieldRef.fieldPath) };
  return argument;
}

/** `metadata.labels['app']`, `metadata.name`, `status.stableRS` and the like; empty when absent. */
function fieldValue(rollout: Rollout, fieldPath: string): string {
  const keys = [...fieldPath.matchAll(/\['([^']+)'\]|([^.[\]]+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
  let value: unknown = rollout;
  for (const key of keys) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value === undefined || value === null ? "" : String(value);
}

import type { KubeObject } from "../../store/object-store.ts";
import { isJsonObject, readPath } from "../../store/read-path.ts";
import type { ResourceKind } from "../../store/resource-kind.ts";
import { invalid } from "../../store/status-error.ts";

type FieldType = "integer" | "boolean" | "string" | "object" | "list" | "strings";

const TEMPLATE: [string, FieldType][] = [
  ["spec", "object"],
  ["spec.replicas", "integer"],
  ["spec.selector", "object"],
  ["spec.template", "object"],
  ["spec.template.metadata.labels", "strings"],
  ["spec.template.spec", "object"],
  ["spec.template.spec.containers", "list"],
  ["spec.paused", "boolean"],
  ["spec.minReadySeconds", "integer"],
  ["spec.progressDeadlineSeconds", "integer"],
  ["spec.revisionHistoryLimit", "integer"],
];
const FIELDS: Record<string, [string, FieldType][]> = {
  "rollouts.argoproj.io": [
    ...TEMPLATE,
    ["spec.strategy", "object"],
    ["spec.strategy.canary", "object"],
    ["spec.strategy.canary.steps", "list"],
    ["status.abort", "boolean"],
    ["status.promoteFull", "boolean"],
    ["status.pauseConditions", "list"],
    ["status.currentStepIndex", "integer"],
  ],
};

const CHECKS: Record<FieldType, (value: unknown) => boolean> = {
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  object: isJsonObject,
  list: Array.isArray,
  strings: (value) => isJsonObject(value) && Object.values(value).every((item) => typeof item === "string"),
};

const typeName = (value: unknown) => (Array.isArray(value) ? "array" : typeof value);

/** Refuses an object of a custom kind whose main fields have the wrong type, as its schema does: 422. */
export function checkFieldTypes(kind: ResourceKind, object: KubeObject): void {
  for (const [path, type] of FIELDS[kind.resource] ?? []) {
    const value = readPath(object, path.split("."));
    if (value === undefined || value === null || CHECKS[type](value)) continue;
    const message = `Invalid value: ${JSON.stringify(typeName(value))}: ${path} in body must be of type ${type}`;
    throw invalid(kind, object.metadata.name, [{ field: path, reason: "FieldValueTypeInvalid", message }]);
  }
}

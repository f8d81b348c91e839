import type { KubeObject } from "../../store/object-store.ts";
import { isJsonObject, readPath } from "../../store/read-path.ts";
import type { ResourceKind } from "../../store/resource-kind.ts";
import { badRequest, invalid } from "../../store/status-error.ts";

type FieldType = "integer" | "boolean" | "string" | "object" | "list" | "strings";

const METADATA: [path: string, type: FieldType][] = [
  ["metadata.labels", "strings"],
  ["metadata.annotations", "strings"],
  ["metadata.ownerReferences", "list"],
  ["metadata.finalizers", "list"],
];
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
  pods: [
    ["spec", "object"],
    ["spec.containers", "list"],
    ["spec.nodeName", "string"],
  ],
  services: [
    ["spec", "object"],
    ["spec.ports", "list"],
    ["spec.selector", "strings"],
  ],
  configmaps: [["data", "strings"]],
  "deployments.apps": TEMPLATE,
  "replicasets.apps": TEMPLATE,
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
  "horizontalpodautoscalers.autoscaling": [
    ["spec.minReplicas", "integer"],
    ["spec.maxReplicas", "integer"],
    ["spec.metrics", "list"],
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

/**
 * Refuses an object whose main fields have the wrong type: 400 for the built-in kinds, whose decoder fails, and 422
 * for custom kinds, whose schema does.
 */
export function checkFieldTypes(kind: ResourceKind, object: KubeObject): void {
  for (const [path, type] of [...METADATA, ...(FIELDS[kind.resource] ?? [])]) {
    const value = readPath(object, path.split("."));
    if (value === undefined || value === null || CHECKS[type](value)) continue;
    if (!kind.custom) {
      throw badRequest(
        `${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: json: cannot unmarshal ${typeName(value)} into Go struct field ${kind.kind}.${path} of another type`,
      );
    }
    const message = `Invalid value: ${JSON.stringify(typeName(value))}: ${path} in body must be of type ${type}`;
    throw invalid(kind, object.metadata.name, [{ field: path, reason: "FieldValueTypeInvalid", message }]);
  }
}

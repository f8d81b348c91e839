import { isDeepStrictEqual } from "node:util";
import { schemaFaults } from "../../custom-kinds/structure/schema-faults.ts";
import { matchesSelector } from "../../selectors/label-selector.ts";
import type { KubeObject } from "../../store/object-store.ts";
import { type JsonObject, numberAt, objectsAt, readPath, textAt } from "../../store/read-path.ts";
import type { ResourceKind } from "../../store/resource-kind.ts";
import { invalid, type StatusCause } from "../../store/status-error.ts";
import { duplicate, forbiddenField, invalidValue, required } from "./field-causes.ts";
import { validateConfigMap, validateSecret } from "./validate-data.ts";
import { validateDefinition } from "./validate-definition.ts";
import { validateCronJob, validateJob } from "./validate-jobs.ts";
import { validateMetadata } from "./validate-metadata.ts";
import { validatePodSpec, validatePodUpdate } from "./validate-pod-spec.ts";

type Validator = (object: KubeObject, previous: KubeObject | undefined) => StatusCause[];

function validateReplicas(object: KubeObject): StatusCause[] {
  const replicas = numberAt(object, ["spec", "replicas"]);
  if (replicas === undefined || replicas >= 0) return [];
  return [invalidValue("spec.replicas", replicas, "must be greater than or equal to 0")];
}

function validateSelector(object: KubeObject): StatusCause[] {
  const selector = readPath(object, ["spec", "selector"]);
  if (!selector) return [required("spec.selector")];
  if (Object.keys(selector).length === 0) {
    return [invalidValue("spec.selector", selector, "empty selector is invalid for deployment")];
  }
  const labels = readPath(object, ["spec", "template", "metadata", "labels"]) as
    | Record<string, string>
    | undefined;
  if (matchesSelector(selector, labels)) return [];
  return [
    invalidValue(
      "spec.template.metadata.labels",
      labels ?? {},
      "`selector` does not match template `labels`",
    ),
  ];
}

const validateWorkload: Validator = (object, previous) => {
  const causes = [
    ...validateReplicas(object),
    ...validateSelector(object),
    ...validatePodSpec(readPath(object, ["spec", "template", "spec"]), "spec.template.spec", ["Always"]),
  ];
  const selector = readPath(object, ["spec", "selector"]);
  if (previous && !isDeepStrictEqual(selector, readPath(previous, ["spec", "selector"]))) {
    causes.push(invalidValue("spec.selector", selector, "field is immutable"));
  }
  return causes;
};

const CHANGEABLE = [
  ...["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit"],
  ...["persistentVolumeClaimRetentionPolicy", "minReadySeconds"],
];

/** What gives pods their identity stays as it was. */
const validateStatefulSet: Validator = (object, previous) => {
  const causes = validateWorkload(object, undefined);
  const fixedOf = (value: unknown) =>
    Object.fromEntries(Object.entries(value ?? {}).filter(([field]) => !CHANGEABLE.includes(field)));
  if (!previous || isDeepStrictEqual(fixedOf(object.spec), fixedOf(previous.spec))) return causes;
  const fields = CHANGEABLE.map((field) => `'${field}'`);
  const why = `updates to statefulset spec for fields other than ${fields.slice(0, -1).join(", ")} and ${fields.at(-1)} are forbidden`;
  return [...causes, forbiddenField("spec", why)];
};

const validatePod: Validator = (pod, previous) => [
  ...validatePodSpec(readPath(pod, ["spec"]), "spec"),
  ...(previous ? validatePodUpdate(previous, pod) : []),
];

function validatePortNames(ports: readonly JsonObject[]): StatusCause[] {
  const names = new Set<unknown>();
  return ports.flatMap(({ name }, index) => {
    const field = `spec.ports[${index}].name`;
    if (!name && ports.length > 1) return [required(field)];
    const causes = name && names.has(name) ? [duplicate(field, name)] : [];
    names.add(name);
    return causes;
  });
}

const validateService: Validator = (service, previous) => {
  const ports = objectsAt(service, ["spec", "ports"]);
  const isPortless =
    textAt(service, ["spec", "type"]) === "ExternalName" || textAt(service, ["spec", "clusterIP"]) === "None";
  if (ports.length === 0 && !isPortless) return [required("spec.ports")];
  const causes = ports.flatMap(({ port }, index) =>
    Number(port) >= 1 && Number(port) <= 65_535
      ? []
      : [invalidValue(`spec.ports[${index}].port`, port, "must be between 1 and 65535, inclusive")],
  );
  const [before, after] = [previous, service].map(
    (object) => object && textAt(object, ["spec", "clusterIP"]),
  );
  if (
    before &&
    before !== "None" &&
    after !== before &&
    textAt(service, ["spec", "type"]) !== "ExternalName"
  ) {
    causes.push(invalidValue("spec.clusterIPs[0]", after ?? "", "may not change once set"));
  }
  return [...causes, ...validatePortNames(ports)];
};

const validateAutoscaler: Validator = (autoscaler) => {
  const causes: StatusCause[] = [];
  const min = numberAt(autoscaler, ["spec", "minReplicas"]);
  const max = numberAt(autoscaler, ["spec", "maxReplicas"]) ?? 0;
  if (max < 1) causes.push(invalidValue("spec.maxReplicas", max, "must be greater than 0"));
  if (min !== undefined && min < 1) {
    causes.push(invalidValue("spec.minReplicas", min, "must be greater than or equal to 1"));
  }
  if (min !== undefined && max >= 1 && max < min) {
    causes.push(invalidValue("spec.maxReplicas", max, "must be greater than or equal to `minReplicas`"));
  }
  for (const field of ["kind", "name"]) {
    if (!textAt(autoscaler, ["spec", "scaleTargetRef", field]))
      causes.push(required(`spec.scaleTargetRef.${field}`));
  }
  return causes;
};

const validateDisruptionBudget: Validator = (budget) => {
  const spec = (budget.spec ?? {}) as { minAvailable?: unknown; maxUnavailable?: unknown };
  if (spec.minAvailable === undefined || spec.maxUnavailable === undefined) return [];
  return [invalidValue("spec", spec, "minAvailable and maxUnavailable cannot be both set")];
};

const validateBinding: Validator = (binding, previous) => {
  const before = previous && readPath(previous, ["roleRef"]);
  if (!textAt(binding, ["roleRef", "name"])) return [required("roleRef.name")];
  if (!before || isDeepStrictEqual(before, readPath(binding, ["roleRef"]))) return [];
  return [invalidValue("roleRef", readPath(binding, ["roleRef"]), "cannot change roleRef")];
};

const asJson = (object: KubeObject) => object as KubeObject & JsonObject;

const RBAC = "rbac.authorization.k8s.io";
const VALIDATORS: Record<string, Validator> = {
  pods: validatePod,
  services: validateService,
  "deployments.apps": validateWorkload,
  "replicasets.apps": validateWorkload,
  "daemonsets.apps": validateWorkload,
  "statefulsets.apps": validateStatefulSet,
  configmaps: validateConfigMap,
  secrets: validateSecret,
  "jobs.batch": validateJob,
  "cronjobs.batch": validateCronJob,
  "customresourcedefinitions.apiextensions.k8s.io": validateDefinition,
  "horizontalpodautoscalers.autoscaling": validateAutoscaler,
  "poddisruptionbudgets.policy": validateDisruptionBudget,
  [`rolebindings.${RBAC}`]: validateBinding,
  [`clusterrolebindings.${RBAC}`]: validateBinding,
};

/**
 * Refuses what an object must not look like: what a custom kind's schema forbids, and bad names, labels and fields (422
 * with one cause for each). `previous` is the stored object of an update.
 */
export function validateObject(kind: ResourceKind, object: KubeObject, previous?: KubeObject): void {
  const causes = [
    ...(kind.schema ? schemaFaults(kind.schema(), asJson(object), previous && asJson(previous)) : []),
    ...validateMetadata(kind, object),
    ...(VALIDATORS[kind.resource]?.(object, previous) ?? []),
  ];
  const added = (object.metadata.finalizers ?? []).filter(
    (finalizer) => !previous?.metadata.finalizers?.includes(finalizer),
  );
  if (previous?.metadata.deletionTimestamp && added.length > 0) {
    const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`;
    causes.push(forbiddenField("metadata.finalizers", why));
  }
  if (causes.length > 0) throw invalid(kind, object.metadata.name ?? "", causes);
}

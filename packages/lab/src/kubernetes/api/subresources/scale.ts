import type { KubeObject } from "../../store/object-store.ts";
import { isJsonObject, numberAt, readPath, textAt } from "../../store/read-path.ts";
import type { ResourceKind } from "../../store/resource-kind.ts";
import { badRequest, invalid } from "../../store/status-error.ts";
import { formatSelector } from "../table/format-selector.ts";

/** The `autoscaling/v1` Scale of a workload. A Rollout's CRD names other paths for what is running. */
export function toScale(kind: ResourceKind, workload: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = workload.metadata;
  const running = kind.custom ? ["status", "HPAReplicas"] : ["status", "replicas"];
  const selector = kind.custom
    ? (textAt(workload, ["status", "selector"]) ?? "")
    : formatSelector(readPath(workload, ["spec", "selector"]));
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAt(workload, ["spec", "replicas"]) ?? 0 },
    status: { replicas: numberAt(workload, running) ?? 0, selector },
  };
}

/** The workload with the replicas and, where the Scale carries one, the version it was based on. */
export function withScale(workload: KubeObject, scale: KubeObject): KubeObject {
  const replicas = readPath(scale, ["spec", "replicas"]) ?? 0;
  if (typeof replicas !== "number" || !Number.isInteger(replicas)) {
    throw badRequest('Scale in version "v1" cannot be handled as a Scale: spec.replicas must be an integer');
  }
  if (replicas < 0) {
    throw invalid({ group: "autoscaling", plural: "scales", kind: "Scale" }, workload.metadata.name, [
      {
        field: "spec.replicas",
        reason: "FieldValueInvalid",
        message: `Invalid value: ${replicas}: should be a non-negative integer`,
      },
    ]);
  }
  const metadata = { ...workload.metadata, resourceVersion: scale.metadata?.resourceVersion ?? "" };
  const spec = isJsonObject(workload.spec) ? workload.spec : {};
  return { ...workload, metadata, spec: { ...spec, replicas } };
}

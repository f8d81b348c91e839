import type { V1PodTemplateSpec } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";

/** An object of Kubernetes as `kubectl kustomize` prints it. */
export interface RenderedObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
}

/** @throws Error with the line of the first fault of the YAML. */
export function parseObjects(text: string): RenderedObject[] {
  return parseAllDocuments(text).map((document) => {
    const [fault] = document.errors;
    if (fault) throw fault;
    return document.toJS() as RenderedObject;
  });
}

/** `Deployment horizon-production/worker-service`. */
export function nameOf({ kind, metadata: { namespace, name } }: RenderedObject): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** Objects of a kind, with the spec that its schema has been checked for. */
export function ofKind<Spec = unknown>(
  objects: readonly RenderedObject[],
  ...kinds: readonly string[]
): (RenderedObject & { spec: Spec })[] {
  return objects.filter(({ kind }) => kinds.includes(kind)) as (RenderedObject & { spec: Spec })[];
}

/** What a Rollout, a Deployment and a Job have in common. */
export interface WorkloadSpec {
  replicas?: number;
  selector?: { matchLabels?: Record<string, string> };
  template: V1PodTemplateSpec;
}

export type Workload = RenderedObject & { spec: WorkloadSpec };

/** Everything that makes pods; with `serving` only what keeps them running. */
export function listWorkloads(objects: readonly RenderedObject[], only?: "serving"): Workload[] {
  const kinds = ["Rollout", "Deployment", ...(only === "serving" ? [] : ["Job"])];
  return ofKind<WorkloadSpec>(objects, ...kinds);
}

export const podSpecOf = ({ spec }: Workload) => spec.template.spec ?? { containers: [] };

/** Main containers first, then init containers, sidecars among them. */
export function listContainers(workload: Workload) {
  const { containers, initContainers = [] } = podSpecOf(workload);
  return [...containers, ...initContainers];
}

/** Whether a selector's labels are all on the pods of the workload, in its own namespace. */
export function selects(
  matchLabels: Readonly<Record<string, string>> | undefined,
  namespace: string | undefined,
  workload: Workload,
): boolean {
  const labels = workload.spec.template.metadata?.labels ?? {};
  const wanted = Object.entries(matchLabels ?? {});
  return namespace === workload.metadata.namespace && wanted.every(([key, value]) => labels[key] === value);
}

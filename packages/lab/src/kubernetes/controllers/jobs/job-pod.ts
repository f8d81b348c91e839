import { controllerReference } from "../../store/controller-reference.ts";
import type { NewKubeObject } from "../../store/object-store.ts";
import type { Container, Pod } from "../pod.ts";
import { COMPLETION_INDEX, type Job, TRACKING_FINALIZER } from "./job.ts";

const INDEX_VARIABLE = {
  name: "JOB_COMPLETION_INDEX",
  valueFrom: { fieldRef: { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } },
};

const withIndex = (container: Container): Container => ({
  ...container,
  env: [...(container.env ?? []), INDEX_VARIABLE],
});

/** A pod of the job; with an index when the job is indexed. */
export function newJobPod(job: Job, index: number | undefined): NewKubeObject<Pod> {
  const { name, namespace = "" } = job.metadata;
  const { metadata: template, spec } = job.spec.template;
  const isIndexed = index !== undefined;
  const mark: Record<string, string> = isIndexed ? { [COMPLETION_INDEX]: String(index) } : {};
  const annotations = { ...template?.annotations, ...mark };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: isIndexed ? `${name}-${index}-` : `${name}-`,
      namespace,
      labels: { ...template?.labels, ...mark },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      finalizers: [TRACKING_FINALIZER],
      ownerReferences: [controllerReference(job)],
    },
    spec: isIndexed
      ? {
          ...spec,
          hostname: `${name}-${index}`,
          containers: spec.containers.map(withIndex),
          ...(spec.initContainers ? { initContainers: spec.initContainers.map(withIndex) } : {}),
        }
      : spec,
    status: { phase: "Pending" },
  };
}

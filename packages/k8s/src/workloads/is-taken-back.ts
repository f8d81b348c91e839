import { jsonEqual } from "../kubernetes/json-equal.ts";
import type { ObjectMeta } from "../kubernetes/object-meta.ts";
import type { PodTemplateSpec } from "../kubernetes/workload.ts";

interface Templated {
  metadata: ObjectMeta;
  spec: { template?: PodTemplateSpec };
}

/**
 * Whether the spec was written since. Our change is bound to `before`, so that it is the first of what came after: what a
 * later state does not hold, another writer took back.
 */
export function isWritten(before: { metadata: ObjectMeta }, current: { metadata: ObjectMeta }): boolean {
  return (current.metadata.generation ?? 0) > (before.metadata.generation ?? 0);
}

/** Whether a change of the pod template was undone, as a GitOps tool does within seconds. */
export function isTakenBack(before: Templated, current: Templated): boolean {
  const { template } = current.spec;
  return (
    isWritten(before, current) && template?.spec !== undefined && jsonEqual(template, before.spec.template)
  );
}

export const takenBack = {
  state: "overtaken",
  message: "another writer took it back, such as a GitOps tool",
} as const;

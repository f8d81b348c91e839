import type { LabelSelector } from "../../selectors/label-selector.ts";
import type { KubeObject } from "../../store/object-store.ts";
import type { PodTemplateSpec } from "../pod.ts";

/** On pods: of which revision of their owner they are. */
export const REVISION_HASH = "controller-revision-hash";

/** apps/v1 ControllerRevision: a pod template as it once was, as the patch that brings it back. */
export interface ControllerRevision extends KubeObject {
  data: { spec: { template: PodTemplateSpec & { $patch?: "replace" } } };
  revision: number;
}

/** What keeps its history in ControllerRevisions: DaemonSets and StatefulSets. */
export interface RevisedWorkload extends KubeObject {
  spec: { selector: LabelSelector; template: PodTemplateSpec; revisionHistoryLimit?: number };
}

/** The template of a revision. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { $patch: _, ...template } = data.spec.template;
  return template;
}

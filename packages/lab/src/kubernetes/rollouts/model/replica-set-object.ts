import type { KubeObject } from "../../store/object-store.ts";
import type { PodTemplate } from "./rollout-object.ts";

/** apps/v1 ReplicaSet as the Rollout controller uses it. */
export interface ReplicaSet extends KubeObject {
  spec: {
    replicas?: number;
    minReadySeconds?: number;
    selector: { matchLabels: Record<string, string> };
    template: PodTemplate;
  };
  status?: {
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    observedGeneration?: number;
    conditions?: {
      type: string;
      status: string;
      reason?: string;
      message?: string;
      lastTransitionTime?: string;
    }[];
  };
}

export const POD_TEMPLATE_HASH_LABEL = "rollouts-pod-template-hash";
export const REVISION_ANNOTATION = "rollout.argoproj.io/revision";
export const REVISION_HISTORY_ANNOTATION = "rollout.argoproj.io/revision-history";
export const DESIRED_REPLICAS_ANNOTATION = "rollout.argoproj.io/desired-replicas";
export const SCALE_DOWN_DEADLINE_ANNOTATION = "scale-down-deadline";
export const WORKLOAD_GENERATION_ANNOTATION = "rollout.argoproj.io/workload-generation";
export const EPHEMERAL_METADATA_ANNOTATION = "rollout.argoproj.io/ephemeral-metadata";
export const MANAGED_BY_ANNOTATION = "argo-rollouts.argoproj.io/managed-by-rollouts";

/** What the replica maths need to know of one ReplicaSet. */
export interface ReplicaCounts {
  /** `spec.replicas`. */
  desired: number;
  /** `status.replicas`. */
  created: number;
  available: number;
}

export function countsOf(replicaSet: ReplicaSet): ReplicaCounts {
  return {
    desired: desiredReplicas(replicaSet),
    created: replicaSet.status?.replicas ?? 0,
    available: replicaSet.status?.availableReplicas ?? 0,
  };
}

export function desiredReplicas(replicaSet: ReplicaSet): number {
  return replicaSet.spec.replicas ?? 1;
}

export function availableReplicas(replicaSet: ReplicaSet | undefined): number {
  return replicaSet?.status?.availableReplicas ?? 0;
}

export function podTemplateHashOf(replicaSet: ReplicaSet | undefined): string {
  return replicaSet?.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? "";
}

export function revisionOf(object: KubeObject): number {
  return Number(object.metadata.annotations?.[REVISION_ANNOTATION] ?? 0) || 0;
}

export function hasScaleDownDeadline(replicaSet: ReplicaSet): boolean {
  return Boolean(replicaSet.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION]);
}

import type { WorkloadRow } from "@horizon/contracts";
import type { Rollout } from "../kubernetes/rollout.ts";
import {
  type Deployment,
  deploymentRevisionAnnotation,
  type HorizontalPodAutoscaler,
  type PodTemplateSpec,
  type ReplicaSet,
  rolloutRevisionAnnotation,
} from "../kubernetes/workload.ts";
import { findReplicaSet } from "./find-replica-set.ts";
import { toHpaInfo } from "./hpa-info.ts";
import { serviceName, templateImages, templateVersion } from "./image-version.ts";
import type { PodFacts } from "./pod-facts.ts";
import { deploymentHealth, rolloutHealth } from "./workload-health.ts";
import { writtenTemplate } from "./written-template.ts";

/** An object that owns ReplicaSets, with its kind told apart. */
export type Workload = { kind: "Deployment"; object: Deployment } | { kind: "Rollout"; object: Rollout };

/** What belongs to one workload in the cluster. */
export interface WorkloadContext {
  environment: string;
  replicaSets: readonly ReplicaSet[];
  pods: readonly PodFacts[];
  hpa: HorizontalPodAutoscaler | undefined;
}

/** The pod template of the workload. A Rollout with a workloadRef has none: its newest ReplicaSet has it. */
export function desiredTemplate(
  workload: Workload,
  replicaSets: readonly ReplicaSet[],
): PodTemplateSpec | undefined {
  if (workload.kind === "Deployment") return workload.object.spec.template;
  const { spec, status } = workload.object;
  if (spec.template?.spec) return spec.template;
  const newest = findReplicaSet(replicaSets, status?.currentPodHash);
  return newest && writtenTemplate(newest);
}

/**
 * The pod template that serves: beside a canary, and after its abort, that of the stable version. What a person asks of a
 * list at night is what production runs, and not what it was meant to run.
 */
function servingTemplate(
  workload: Workload,
  replicaSets: readonly ReplicaSet[],
): PodTemplateSpec | undefined {
  const stableRS = workload.kind === "Rollout" ? workload.object.status?.stableRS : undefined;
  const stable = findReplicaSet(replicaSets, stableRS);
  return stable ? stable.spec.template : desiredTemplate(workload, replicaSets);
}

/** Revision number of a ReplicaSet or Deployment; null where no controller wrote one. */
export function readRevision(annotations: Record<string, string> | undefined): number | null {
  const text = annotations?.[rolloutRevisionAnnotation] ?? annotations?.[deploymentRevisionAnnotation];
  const revision = Number(text);
  return text !== undefined && Number.isInteger(revision) ? revision : null;
}

/** One line of the deployments list; `context` is what the cluster holds beside the workload. */
export function toWorkloadRow(workload: Workload, context: WorkloadContext): WorkloadRow {
  const { kind, object } = workload;
  const { metadata, spec, status = {} } = object;
  const template = servingTemplate(workload, context.replicaSets);
  const info = context.hpa && toHpaInfo(context.hpa);
  return {
    key: metadata.uid,
    environment: context.environment,
    kind,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    service: serviceName(metadata.labels, metadata.name),
    health: kind === "Rollout" ? rolloutHealth(object, context.pods) : deploymentHealth(object, context.pods),
    version: templateVersion(template),
    images: templateImages(template),
    desired: spec.replicas ?? 1,
    ready: status.readyReplicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    restarts: context.pods.reduce((sum, { restarts }) => sum + restarts, 0),
    hpa: info
      ? {
          minReplicas: info.minReplicas,
          maxReplicas: info.maxReplicas,
          currentReplicas: info.currentReplicas,
          desiredReplicas: info.desiredReplicas,
          fault: info.fault,
          metrics: info.metrics,
        }
      : null,
    revision: readRevision(metadata.annotations),
    createdAt: metadata.creationTimestamp,
    resourceVersion: metadata.resourceVersion,
  };
}

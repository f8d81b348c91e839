import type { ClusterCommand } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import { resourcePath, resourceTypes } from "../client/resource-type.ts";
import { jsonEqual } from "../kubernetes/json-equal.ts";
import type { ObjectMeta } from "../kubernetes/object-meta.ts";
import type { PlannedRequest } from "../kubernetes/planned-request.ts";
import type { Deployment, HorizontalPodAutoscaler, ReplicaSet } from "../kubernetes/workload.ts";
import { findRevision } from "./list-revisions.ts";
import { desiredTemplate, type Workload } from "./workload-row.ts";
import { withoutHashLabels, writtenTemplate } from "./written-template.ts";

export type WorkloadCommand = Extract<ClusterCommand, { action: `workload.${string}` }>;

export interface WorkloadPlanContext {
  replicaSets: readonly ReplicaSet[];
  hpa: HorizontalPodAutoscaler | undefined;
  /** The Deployment that a Rollout's workloadRef names: the object that carries the template. */
  referenced?: Deployment;
}

/** Path of the object on the API server. */
export function workloadPath({ kind, object }: Workload): string {
  const type = kind === "Rollout" ? resourceTypes.rollouts : resourceTypes.deployments;
  return resourcePath(type, object.metadata);
}

/**
 * The requests of an action on a workload, bound to the objects that they were computed from.
 *
 * @param nowIso the time that a restart is stamped with.
 * @throws AppError PRECONDITION_FAILED when the action makes no sense on this object.
 */
export function planWorkloadAction(
  command: WorkloadCommand,
  workload: Workload,
  context: WorkloadPlanContext,
  nowIso: string,
): PlannedRequest[] {
  switch (command.action) {
    case "workload.restart":
      refusePaused(workload);
      return [planRestart(workload, nowIso)];
    case "workload.rollBack":
      refusePaused(workload);
      return [planRollBack(workload, context, command.revision)];
    case "workload.setImage":
      return [planSetImage(workload, context, command.container, command.image)];
    case "workload.scale": {
      const { resourceVersion } = workload.object.metadata;
      const body = { metadata: { resourceVersion }, spec: { replicas: command.replicas } };
      return [mergePatch(`${workloadPath(workload)}/scale`, body, resourceVersion)];
    }
    case "workload.setScaleBounds":
      return [planScaleBounds(context.hpa, command.minReplicas, command.maxReplicas)];
  }
}

/** The controller replaces no pod of a paused Deployment: the change would wait, unseen, for whoever resumes it. */
function refusePaused({ kind, object }: Workload): void {
  if (kind !== "Deployment" || !object.spec.paused) return;
  const { name, namespace } = object.metadata;
  throw new AppError(
    "PRECONDITION_FAILED",
    `It is paused by hand. Resume it first: kubectl rollout resume deployment/${name} -n ${namespace}`,
  );
}

function mergePatch(path: string, body: unknown, resourceVersion: string): PlannedRequest {
  return {
    method: "PATCH",
    path,
    contentType: "application/merge-patch+json",
    body,
    expect: { resourceVersion },
  };
}

/** The API answers a failed `test` with 422. */
function jsonPatch(path: string, { resourceVersion }: ObjectMeta, operations: object[]): PlannedRequest {
  const test = { op: "test", path: "/metadata/resourceVersion", value: resourceVersion };
  return {
    method: "PATCH",
    path,
    contentType: "application/json-patch+json",
    body: [test, ...operations],
    expect: { resourceVersion },
  };
}

function planRestart(workload: Workload, nowIso: string): PlannedRequest {
  const { resourceVersion } = workload.object.metadata;
  // Argo Rollouts compares restartAt to the second.
  const restartAt = nowIso.replace(/\.\d+Z$/, "Z");
  const spec =
    workload.kind === "Rollout"
      ? { restartAt }
      : { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": restartAt } } } };
  return mergePatch(workloadPath(workload), { metadata: { resourceVersion }, spec }, resourceVersion);
}

/** The object whose spec.template is to be changed. */
function templateCarrier(workload: Workload, { referenced }: WorkloadPlanContext): Workload {
  const ref = workload.kind === "Rollout" ? workload.object.spec.workloadRef : undefined;
  if (!ref) return workload;
  if (ref.kind !== "Deployment" || referenced?.metadata.name !== ref.name) {
    throw new AppError(
      "PRECONDITION_FAILED",
      `Its template is in ${ref.kind} ${ref.name}, which cannot be changed from here.`,
    );
  }
  return { kind: "Deployment", object: referenced };
}

function planRollBack(workload: Workload, context: WorkloadPlanContext, revision: number): PlannedRequest {
  const replicaSet = findRevision(context.replicaSets, revision);
  if (!replicaSet)
    throw new AppError("PRECONDITION_FAILED", `Revision ${revision} is not kept in the cluster any more.`);
  const template = writtenTemplate(replicaSet);
  const current = withoutHashLabels(desiredTemplate(workload, context.replicaSets));
  if (jsonEqual(template, current)) {
    throw new AppError("PRECONDITION_FAILED", `Revision ${revision} is what it runs already.`);
  }
  const carrier = templateCarrier(workload, context);
  const replace = { op: "replace", path: "/spec/template", value: template };
  return jsonPatch(workloadPath(carrier), carrier.object.metadata, [replace]);
}

function planSetImage(
  workload: Workload,
  context: WorkloadPlanContext,
  container: string,
  image: string,
): PlannedRequest {
  const carrier = templateCarrier(workload, context);
  const { containers = [], initContainers = [] } = carrier.object.spec.template?.spec ?? {};
  const operations = [
    ...containers.map((candidate, index) => ({ candidate, at: `/spec/template/spec/containers/${index}` })),
    ...initContainers.map((candidate, index) => ({
      candidate,
      at: `/spec/template/spec/initContainers/${index}`,
    })),
  ]
    .filter(({ candidate }) => candidate.name === container)
    .map(({ candidate, at }) => ({
      op: candidate.image === undefined ? "add" : "replace",
      path: `${at}/image`,
      value: image,
      was: candidate.image,
    }));
  if (operations.length === 0) {
    throw new AppError("PRECONDITION_FAILED", `It has no container named ${container}.`);
  }
  if (operations.every(({ was }) => was === image)) {
    throw new AppError("PRECONDITION_FAILED", `Container ${container} has this image already.`);
  }
  return jsonPatch(
    workloadPath(carrier),
    carrier.object.metadata,
    operations.map(({ op, path, value }) => ({ op, path, value })),
  );
}

function planScaleBounds(
  hpa: HorizontalPodAutoscaler | undefined,
  minReplicas: number,
  maxReplicas: number,
): PlannedRequest {
  if (!hpa) throw new AppError("PRECONDITION_FAILED", "It has no autoscaler.");
  if (minReplicas > maxReplicas) {
    throw new AppError("INVALID_INPUT", "The minimum of pods must not be above the maximum.");
  }
  const { resourceVersion } = hpa.metadata;
  const body = { metadata: { resourceVersion }, spec: { minReplicas, maxReplicas } };
  return mergePatch(
    resourcePath(resourceTypes.horizontalpodautoscalers, hpa.metadata),
    body,
    resourceVersion,
  );
}

/** Deletes exactly the pod that was seen, not one of the same name that came after it. */
export function planPodDelete(pod: { namespace: string; name: string; uid: string }): PlannedRequest {
  return {
    method: "DELETE",
    path: resourcePath(resourceTypes.pods, pod),
    contentType: "application/json",
    body: { kind: "DeleteOptions", apiVersion: "v1", preconditions: { uid: pod.uid } },
    expect: null,
  };
}

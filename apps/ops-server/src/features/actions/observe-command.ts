import type { ClusterCommand } from "@horizon/contracts";
import {
  type ClusterCache,
  type Deployment,
  type KubeObject,
  observeDeploymentChange,
  observeScale,
  observeScaleBounds,
  type Rollout,
  type Workload,
} from "@horizon/k8s";
import { type ActionObservation, type ObservableAction, observeRolloutAction } from "@horizon/k8s/rollouts";

/** What the sender of an action left behind for those who watch for its effect. */
export interface SentAction {
  /** The object that the action was computed from. */
  readonly before: KubeObject;
  /** Of the object as the API server answered; null when its answer was lost. */
  readonly writtenResourceVersion: string | null;
}

const pending = (message: string): ActionObservation => ({ state: "pending", message });

/** Whether the cluster has done what was asked, judged on the cached state. */
export function observeCommand(
  command: ClusterCommand,
  { before, writtenResourceVersion }: SentAction,
  { index }: Pick<ClusterCache, "index">,
): ActionObservation {
  if (command.action === "pod.delete") {
    const isGone = !index.table("pods").has(before.metadata.uid);
    return isGone
      ? { state: "processed", message: "the pod is gone" }
      : pending("waiting for the pod to end");
  }
  const { kind, namespace, name } = command.target;
  const current = index.findWorkloadByName(kind, namespace, name);
  if (!current) return { state: "overtaken", message: "it was deleted" };
  if (command.action === "workload.scale") {
    return isUntouched(current, before)
      ? pending("waiting for the cluster to report the change")
      : observeScale(current, command.replicas, before as Workload["object"]);
  }
  if (command.action === "workload.setScaleBounds") {
    const hpa = index.findHpa(current);
    return hpa
      ? observeScaleBounds(hpa, command)
      : { state: "overtaken", message: "its autoscaler was deleted" };
  }
  if (current.kind === "Deployment") {
    const wanted = command.action === "workload.setImage" ? command : undefined;
    return observeDeploymentChange(before as unknown as Deployment, current.object, wanted);
  }
  return observeRolloutAction(
    command.action as ObservableAction,
    before as unknown as Rollout,
    current.object,
    writtenResourceVersion ?? undefined,
  );
}

function isUntouched({ object }: Workload, before: KubeObject): boolean {
  return object.metadata.resourceVersion === before.metadata.resourceVersion;
}

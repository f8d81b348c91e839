import type { HorizontalPodAutoscaler } from "../kubernetes/workload.ts";
import type { ActionObservation } from "../rollouts/observe-action.ts";
import { countPods } from "./count-pods.ts";
import { isTakenBack, isWritten, takenBack } from "./is-taken-back.ts";
import { isWorkloadObserved } from "./workload-observed.ts";
import type { Workload } from "./workload-row.ts";

const pending = (message: string): ActionObservation => ({ state: "pending", message });
const progressing = (message: string): ActionObservation => ({ state: "progressing", message });
const processed = (message: string): ActionObservation => ({ state: "processed", message });

/**
 * Whether the controller has taken a change of a Deployment's template (restart, roll back, set image) and finished.
 *
 * @param wanted the image that was set, where it was one.
 */
export function observeDeploymentChange(
  before: Extract<Workload, { kind: "Deployment" }>["object"],
  current: Extract<Workload, { kind: "Deployment" }>["object"],
  wanted?: { container: string; image: string },
): ActionObservation {
  if (current.metadata.uid !== before.metadata.uid) return { state: "overtaken", message: "it was replaced" };
  if (isTakenBack(before, current)) return takenBack;
  if (wanted && isWritten(before, current)) {
    const { containers = [], initContainers = [] } = current.spec.template.spec ?? {};
    const { image } = [...containers, ...initContainers].find(({ name }) => name === wanted.container) ?? {};
    if (image !== wanted.image)
      return { state: "overtaken", message: `another change set the image to ${image ?? "none"}` };
  }
  const { generation = 0 } = current.metadata;
  const isSeen = (current.status?.observedGeneration ?? 0) >= generation && isWritten(before, current);
  if (!isSeen) return pending("waiting for the controller to see the change");
  const desired = current.spec.replicas ?? 1;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = current.status ?? {};
  if (updatedReplicas < desired || replicas > updatedReplicas || availableReplicas < desired) {
    return progressing(`${Math.min(updatedReplicas, availableReplicas)} of ${countPods(desired)} replaced`);
  }
  return processed(desired === 1 ? "its pod was replaced" : `all ${desired} pods replaced`);
}

/**
 * Whether the count of pods is what was asked for.
 *
 * @param before the object that the action was computed from; without it an overruled count only waits.
 */
export function observeScale(
  current: Workload,
  replicas: number,
  before?: Workload["object"],
): ActionObservation {
  const { replicas: now = 1 } = current.object.spec;
  if (now !== replicas) {
    if (!before || !isWritten(before, current.object))
      return pending("waiting for the cluster to report the change");
    return {
      state: "overtaken",
      message: `another writer set it to ${countPods(now)}, such as an autoscaler`,
    };
  }
  if (!isWorkloadObserved(current)) return pending("waiting for the controller to see the change");
  const { replicas: existing = 0, readyReplicas = 0 } = current.object.status ?? {};
  if (readyReplicas < replicas || existing > replicas)
    return progressing(`${readyReplicas} of ${countPods(replicas)} ready`);
  return processed(`${countPods(replicas)} ready`);
}

/** Whether the bounds are in force. The controller of autoscalers acknowledges nothing, so the spec is the evidence. */
export function observeScaleBounds(
  current: HorizontalPodAutoscaler,
  bounds: { minReplicas: number; maxReplicas: number },
): ActionObservation {
  const isSet =
    (current.spec.minReplicas ?? 1) === bounds.minReplicas && current.spec.maxReplicas === bounds.maxReplicas;
  if (!isSet) return pending("waiting for the cluster to report the change");
  return processed(`the autoscaler may run ${bounds.minReplicas}–${bounds.maxReplicas} pods`);
}

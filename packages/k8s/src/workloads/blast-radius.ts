import type { ActionName } from "@horizon/contracts";
import { matchesSelector } from "../kubernetes/object-meta.ts";
import type { PodDisruptionBudget } from "../kubernetes/workload.ts";
import { resolveFenceposts } from "../rollouts/canary-replicas.ts";
import { isBlueGreen } from "../rollouts/rollout-state.ts";
import { countPods } from "./count-pods.ts";
import { hasSteps } from "./describe-template-change.ts";
import type { PodFacts } from "./pod-facts.ts";
import type { Workload } from "./workload-row.ts";

type CountedPod = Pick<
  PodFacts,
  "labels" | "namespace" | "ready" | "containers" | "health" | "terminating" | "finished"
>;

/** Budgets that cover the pods. */
export function findBudgets(
  pods: readonly Pick<PodFacts, "labels" | "namespace">[],
  budgets: readonly PodDisruptionBudget[],
): PodDisruptionBudget[] {
  return budgets.filter(({ metadata, spec }) =>
    pods.some(
      ({ namespace, labels }) => namespace === metadata.namespace && matchesSelector(spec?.selector, labels),
    ),
  );
}

const replacing: readonly ActionName[] = ["workload.restart", "workload.rollBack", "workload.setImage"];

/** A changed template comes to the pods by the steps of a canary, where there are any; a restart never does. */
function hasPace(action: ActionName, workload: Workload): boolean {
  return action === "workload.restart" || (replacing.includes(action) && !hasSteps(workload));
}

/** How many pods an action touches, how many at once, and what disruption budgets leave, in words. */
export function describeBlastRadius(
  action: ActionName,
  workload: Workload,
  pods: readonly CountedPod[],
  budgets: readonly PodDisruptionBudget[],
): string {
  const present = pods.filter(({ terminating, finished }) => !terminating && !finished);
  // A pod that its node or a load balancer keeps from traffic has ready containers, and does not serve.
  const ready = present.filter((pod) => pod.ready >= pod.containers && pod.health.state === "Healthy").length;
  const sentences = [`${countPods(present.length)}, ${ready} ready`];
  if (hasPace(action, workload)) sentences.push(describePace(action, workload));
  if (action === "pod.delete") sentences.push("1 pod is deleted and replaced");
  for (const { metadata, status } of findBudgets(present, budgets)) {
    const left = status?.disruptionsAllowed ?? 0;
    const healthy = `${status?.currentHealthy ?? 0} of ${status?.expectedPods ?? 0} healthy`;
    sentences.push(`disruption budget ${metadata.name} allows ${left} more (${healthy})`);
  }
  return `${sentences.join("; ")}.`;
}

function describePace(action: ActionName, workload: Workload): string {
  const replicas = workload.object.spec.replicas ?? 1;
  const strategy =
    workload.kind === "Deployment"
      ? workload.object.spec.strategy?.rollingUpdate
      : workload.object.spec.strategy?.canary;
  const isRecreate = workload.kind === "Deployment" && workload.object.spec.strategy?.type === "Recreate";
  if (isRecreate) return "all are stopped before new ones start";
  const { surge, unavailable } = resolveFenceposts(replicas, strategy?.maxSurge, strategy?.maxUnavailable);
  if (workload.kind === "Rollout") {
    const isAside = isBlueGreen(workload.object);
    if (action === "workload.restart") {
      // Its controller evicts a pod before the next one comes, one at least, and a blue-green one never more.
      const missing = isAside ? 1 : Math.max(unavailable, 1);
      return `all are replaced, at most ${missing} missing and none extra at a time`;
    }
    if (isAside) {
      const { previewReplicaCount = replicas } = workload.object.spec.strategy?.blueGreen ?? {};
      const pods = `${previewReplicaCount} new ${previewReplicaCount === 1 ? "pod starts" : "pods start"}`;
      return `${pods} beside them, and take all traffic at once when they are promoted`;
    }
  }
  return `all are replaced, at most ${unavailable} missing and ${surge} extra at a time`;
}

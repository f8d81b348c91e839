import { matchesSelector } from "../selectors/label-selector.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { StatusError } from "../store/status-error.ts";
import type { PodDisruptionBudget } from "./disruption-controller.ts";
import { isPodLeaving, isPodOver, isPodReady, type Pod } from "./pod.ts";

const BUDGETS = "poddisruptionbudgets.policy";
const PROCESSING_RETRY_SECONDS = 10;

/**
 * Takes one disruption off the budget of a pod that is about to be evicted. What the controller said last decides, as for the
 * real API server: the two cannot disagree. A pod that does not run needs no budget, one that is not ready only where its budget
 * is kept.
 *
 * @throws StatusError TooManyRequests while there is none to spend; InternalError where several budgets name the pod.
 */
export function spendDisruption(
  store: ObjectStore,
  pod: Pod,
  { now, dryRun = false }: { now: string; dryRun?: boolean },
): void {
  if (isPodOver(pod) || isPodLeaving(pod) || pod.status?.phase === "Pending") return;
  const { namespace, labels, name } = pod.metadata;
  const budgets = store
    .list<PodDisruptionBudget>(BUDGETS, namespace === undefined ? {} : { namespace })
    .filter(({ spec }) => matchesSelector(spec.selector, labels));
  if (budgets.length > 1) {
    throw new StatusError(
      "InternalError",
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
    );
  }
  const [budget] = budgets;
  if (!budget || (!isPodReady(pod) && mayGoUnready(budget))) return;
  const { status, metadata } = budget;
  if (!status || (status.observedGeneration ?? 0) < (metadata.generation ?? 1)) {
    const message = `The disruption budget ${metadata.name} is still being processed by the server.`;
    throw refusal(message, PROCESSING_RETRY_SECONDS);
  }
  const { disruptionsAllowed, desiredHealthy, currentHealthy, disruptedPods } = status;
  if (disruptionsAllowed === 0) {
    throw refusal(
      `The disruption budget ${metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
    );
  }
  if (dryRun) return;
  const spent = {
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: { ...disruptedPods, [name]: now },
  };
  store.updateStatus(BUDGETS, { ...budget, status: { ...status, ...spent } });
}

/** Whether a pod that is not ready may go without a disruption being spent. */
function mayGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}

function refusal(message: string, retryAfterSeconds?: number): StatusError {
  return new StatusError(
    "TooManyRequests",
    "Cannot evict pod as it would violate the pod's disruption budget.",
    {
      causes: [{ reason: "DisruptionBudget", message, field: "" }],
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
  );
}

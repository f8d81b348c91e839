import type { PodDisruptionBudget } from "../../controllers/disruption-controller.ts";
import { matchesSelector } from "../../selectors/label-selector.ts";
import type { VersionedObjectStore } from "../../store/create-object-store.ts";
import type { KubeObject } from "../../store/object-store.ts";
import { objectsAt } from "../../store/read-path.ts";
import { StatusError } from "../../store/status-error.ts";

const BUDGETS = "poddisruptionbudgets.policy";

const isHealthy = (pod: KubeObject) =>
  !pod.metadata.deletionTimestamp &&
  objectsAt(pod, ["status", "conditions"]).some(({ type, status }) => type === "Ready" && status === "True");

/** A count or a percentage of `total`; percentages round up, as the disruption controller does. */
const scaled = (value: unknown, total: number): number =>
  typeof value === "string" && value.endsWith("%")
    ? Math.ceil((Number.parseInt(value, 10) / 100) * total)
    : Number(value);

/** How many healthy pods the budget wants, and how many there are. */
function measureBudget(
  store: VersionedObjectStore,
  budget: PodDisruptionBudget,
): { desired: number; healthy: number } {
  const namespace = budget.metadata.namespace;
  const pods = store
    .list("pods", { namespace })
    .filter((pod) => matchesSelector(budget.spec.selector, pod.metadata.labels));
  const healthy = pods.filter(isHealthy).length;
  const expected = budget.status?.expectedPods || pods.length;
  const { maxUnavailable, minAvailable = 1 } = budget.spec;
  if (maxUnavailable !== undefined) return { desired: expected - scaled(maxUnavailable, expected), healthy };
  return { desired: scaled(minAvailable, expected), healthy };
}

/** 429 when a PodDisruptionBudget would be broken by evicting the pod; a pod that is not ready may always go. */
export function checkDisruptionBudgets(store: VersionedObjectStore, pod: KubeObject): void {
  if (!isHealthy(pod)) return;
  const { namespace, labels } = pod.metadata;
  const budgets = store
    .list<PodDisruptionBudget>(BUDGETS, { namespace })
    .filter(({ spec }) => matchesSelector(spec.selector, labels));
  if (budgets.length > 1) {
    throw new StatusError(
      "InternalError",
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
    );
  }
  const [budget] = budgets;
  if (!budget) return;
  const { desired, healthy } = measureBudget(store, budget);
  if (healthy - 1 >= desired) return;
  const message = `The disruption budget ${budget.metadata.name} needs ${desired} healthy pods and has ${healthy} currently`;
  throw new StatusError(
    "TooManyRequests",
    "Cannot evict pod as it would violate the pod's disruption budget.",
    { causes: [{ reason: "DisruptionBudget", message, field: "" }] },
  );
}

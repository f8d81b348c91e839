import { isDeepStrictEqual } from "node:util";
import { type LabelSelector, matchesSelector } from "../selectors/label-selector.ts";
import type { KubeObject, ObjectStore, StoreEvent } from "../store/object-store.ts";
import { type Controller, ownKey, type ReconcileKey } from "./controller-runtime.ts";
import { isPodActive, isPodReady, type Pod } from "./pod.ts";

/** policy/v1 PodDisruptionBudget. */
export interface PodDisruptionBudget extends KubeObject {
  spec: {
    minAvailable?: number | string;
    maxUnavailable?: number | string;
    selector: LabelSelector;
    unhealthyPodEvictionPolicy?: "IfHealthyBudget" | "AlwaysAllow";
  };
  status?: {
    observedGeneration?: number;
    expectedPods: number;
    currentHealthy: number;
    desiredHealthy: number;
    disruptionsAllowed: number;
    /** When pods were evicted, until the controller has seen that they leave. */
    disruptedPods?: Record<string, string>;
  };
}

/** Keeps the counts of PodDisruptionBudgets: how many pods may go voluntarily now. */
export function createDisruptionController({ store }: { store: ObjectStore }): Controller {
  function reconcile({ namespace, name }: ReconcileKey): undefined {
    const budget = store.find<PodDisruptionBudget>("poddisruptionbudgets.policy", namespace, name);
    if (!budget) return;
    const pods = store
      .list<Pod>("pods", { namespace })
      .filter((pod) => matchesSelector(budget.spec.selector, pod.metadata.labels) && isPodActive(pod));
    const status = budgetStatus(budget, pods.length, pods.filter(isPodReady).length);
    if (!isDeepStrictEqual(status, budget.status))
      store.updateStatus("poddisruptionbudgets.policy", { ...budget, status });
  }

  function budgetsOf({ object, previous }: StoreEvent): ReconcileKey[] {
    const pod = object as Pod;
    const before = previous as Pod | undefined;
    if (before && isPodReady(before) === isPodReady(pod) && isPodActive(before) === isPodActive(pod))
      return [];
    const { namespace = "", labels } = pod.metadata;
    return store
      .list<PodDisruptionBudget>("poddisruptionbudgets.policy", { namespace })
      .filter(({ spec }) => matchesSelector(spec.selector, labels))
      .map(({ metadata }) => ({ namespace, name: metadata.name }));
  }

  return {
    name: "disruption",
    reconcile,
    watches: [
      { resource: "poddisruptionbudgets.policy", map: ownKey },
      { resource: "pods", map: budgetsOf },
    ],
  };
}

/**
 * The status for so many pods, of which so many are healthy; percentages round up, as `intstr` does for budgets. A budget with
 * neither bound expects no pod and allows no disruption.
 */
function budgetStatus(
  { metadata, spec }: PodDisruptionBudget,
  pods: number,
  currentHealthy: number,
): NonNullable<PodDisruptionBudget["status"]> {
  const { minAvailable, maxUnavailable } = spec;
  const resolve = (value: number | string) =>
    typeof value === "number" ? value : Math.ceil((Number.parseFloat(value) * pods) / 100);
  const isBounded = minAvailable !== undefined || maxUnavailable !== undefined;
  const expectedPods = isBounded ? pods : 0;
  const desiredHealthy =
    maxUnavailable === undefined
      ? resolve(minAvailable ?? 0)
      : Math.max(0, expectedPods - resolve(maxUnavailable));
  return {
    observedGeneration: metadata.generation ?? 1,
    expectedPods,
    currentHealthy,
    desiredHealthy,
    disruptionsAllowed: expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy),
  };
}

import type { V1PodDisruptionBudgetSpec, V2HorizontalPodAutoscalerSpec } from "@kubernetes/client-node";
import type { PolicyRule } from "../policy-rule.ts";
import {
  listWorkloads,
  nameOf,
  ofKind,
  type RenderedObject,
  selects,
  type Workload,
} from "../rendered-object.ts";

const listAutoscalers = (objects: readonly RenderedObject[]) =>
  ofKind<V2HorizontalPodAutoscalerSpec>(objects, "HorizontalPodAutoscaler");

const listBudgets = (objects: readonly RenderedObject[]) =>
  ofKind<V1PodDisruptionBudgetSpec>(objects, "PodDisruptionBudget");

/** The fewest pods that a workload has: its autoscaler's minimum, or its replicas. */
export function leastReplicas(workload: Workload, objects: readonly RenderedObject[]): number {
  const autoscaler = listAutoscalers(objects).find(
    ({ metadata, spec }) =>
      metadata.namespace === workload.metadata.namespace &&
      spec.scaleTargetRef.kind === workload.kind &&
      spec.scaleTargetRef.name === workload.metadata.name,
  );
  return autoscaler ? (autoscaler.spec.minReplicas ?? 1) : (workload.spec.replicas ?? 1);
}

/** How many of so many pods may be gone at once. Percentages of minAvailable round up, of maxUnavailable too. */
function disruptionsAllowed(
  { minAvailable, maxUnavailable }: V1PodDisruptionBudgetSpec,
  replicas: number,
): number {
  const resolve = (value: number | string) =>
    typeof value === "number" ? value : Math.ceil((Number.parseFloat(value) / 100) * replicas);
  if (maxUnavailable !== undefined) return resolve(maxUnavailable);
  return replicas - resolve(minAvailable ?? 0);
}

/** A budget that allows no disruption stops every drain of a node, for ever. */
export const budgetBelowReplicas: PolicyRule = {
  name: "budget-below-replicas",
  check: (objects) =>
    listBudgets(objects).flatMap((object) => {
      const { metadata, spec } = object;
      return listWorkloads(objects, "serving")
        .filter((workload) => selects(spec.selector?.matchLabels, metadata.namespace, workload))
        .flatMap((workload) => {
          const replicas = leastReplicas(workload, objects);
          if (disruptionsAllowed(spec, replicas) >= 1) return [];
          const message = `${nameOf(workload)} may have ${replicas} replicas, and the budget lets none of them go: a node could never be drained. Lower minAvailable below ${replicas}, or raise the replicas.`;
          return [{ object, message }];
        });
    }),
};

/** Where availability counts: several pods of everything, and a budget that keeps a drain from taking them all. */
export const budgetPresent: PolicyRule = {
  name: "budget-present",
  check: (objects) =>
    listWorkloads(objects, "serving").flatMap((object) => {
      const hasBudget = listBudgets(objects).some(({ metadata, spec }) =>
        selects(spec.selector?.matchLabels, metadata.namespace, object),
      );
      if (leastReplicas(object, objects) < 2) {
        return [
          { object, message: "It runs one pod. Set two replicas, or an autoscaler with minReplicas 2." },
        ];
      }
      return hasBudget ? [] : [{ object, message: "Add a PodDisruptionBudget that selects its pods." }];
    }),
};

/** The strategy's bounds: up to 20 pods, at 70 % of the CPU and 80 % of the memory asked for. */
export const autoscalerBounds: PolicyRule = {
  name: "autoscaler-bounds",
  check: (objects) =>
    listAutoscalers(objects).flatMap((object) => {
      const { minReplicas = 1, maxReplicas, scaleTargetRef } = object.spec;
      const target = listWorkloads(objects, "serving").find(
        ({ kind, metadata }) =>
          kind === scaleTargetRef.kind &&
          metadata.name === scaleTargetRef.name &&
          metadata.namespace === object.metadata.namespace,
      );
      const faults: string[] = [];
      if (maxReplicas < minReplicas) {
        faults.push(
          `maxReplicas ${maxReplicas} is below minReplicas ${minReplicas}. Raise the maximum or lower the minimum.`,
        );
      }
      if (maxReplicas > 20)
        faults.push(
          `maxReplicas ${maxReplicas} is above 20, which the subnets and the database are sized for. Lower it to 20; for more, enlarge pod_subnet_cidrs and max_connections in infra/terraform first, and then this rule.`,
        );
      if (!target)
        faults.push(
          `It scales ${scaleTargetRef.kind} ${scaleTargetRef.name}, which is not here. Mend scaleTargetRef.`,
        );
      if (target?.spec.replicas !== undefined) {
        faults.push(
          `${nameOf(target)} sets replicas as well, so that each apply undoes the autoscaler. Remove spec.replicas there.`,
        );
      }
      return faults.map((message) => ({ object, message }));
    }),
};

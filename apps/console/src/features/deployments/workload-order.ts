import type { WorkloadRow } from "@horizon/contracts";
import { compareWorstFirst } from "../../components/ui/health-order.ts";

type Comparison = (left: WorkloadRow, right: WorkloadRow) => number;

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Share of the wanted pods that are ready; nothing wanted is complete. */
function readiness(row: WorkloadRow): number {
  return row.desired === 0 ? 1 : row.ready / row.desired;
}

const versions = new Intl.Collator("en", { numeric: true });

/** Ascending order by each column that can be sorted. */
export const workloadComparisons = {
  health: (left, right) => compareWorstFirst(left.health.state, right.health.state),
  name: (left, right) => compareText(left.name, right.name),
  kind: (left, right) => compareText(left.kind, right.kind),
  namespace: (left, right) => compareText(left.namespace, right.namespace),
  version: (left, right) => versions.compare(left.version, right.version),
  ready: (left, right) => readiness(left) - readiness(right),
  updated: (left, right) => left.updated - right.updated,
  hpa: (left, right) => (left.hpa?.currentReplicas ?? -1) - (right.hpa?.currentReplicas ?? -1),
  restarts: (left, right) => left.restarts - right.restarts,
  age: (left, right) => compareText(right.createdAt, left.createdAt),
} satisfies Record<string, Comparison>;

/** Problems first; equals by namespace, name and key, so that no update reshuffles them. */
export function compareWorkloads(left: WorkloadRow, right: WorkloadRow): number {
  return (
    workloadComparisons.health(left, right) ||
    workloadComparisons.namespace(left, right) ||
    workloadComparisons.name(left, right) ||
    compareText(left.key, right.key)
  );
}

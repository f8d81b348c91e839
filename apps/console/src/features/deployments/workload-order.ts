import type { HealthState, WorkloadRow } from "@horizon/contracts";

/** The order of `healthStates` of the contracts, without pulling their validator into the browser's script. */
const severityOf: Record<HealthState, number> = {
  Healthy: 0,
  Progressing: 1,
  Paused: 2,
  Unknown: 3,
  Degraded: 4,
  Failed: 5,
};

export const workloadSortColumns = [
  "health",
  "name",
  "kind",
  "namespace",
  "version",
  "ready",
  "hpa",
  "restarts",
  "age",
] as const;
export type WorkloadSortColumn = (typeof workloadSortColumns)[number];

export interface WorkloadSort {
  readonly column: WorkloadSortColumn;
  readonly direction: "asc" | "desc";
}

/** Problems first. */
export const defaultWorkloadSort: WorkloadSort = { column: "health", direction: "desc" };

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Share of the wanted pods that are ready; nothing wanted is complete. */
function readiness(row: WorkloadRow): number {
  return row.desired === 0 ? 1 : row.ready / row.desired;
}

const comparisons: Record<WorkloadSortColumn, (left: WorkloadRow, right: WorkloadRow) => number> = {
  health: (left, right) => severityOf[left.health.state] - severityOf[right.health.state],
  name: (left, right) => compareText(left.name, right.name),
  kind: (left, right) => compareText(left.kind, right.kind),
  namespace: (left, right) => compareText(left.namespace, right.namespace),
  version: (left, right) => left.version.localeCompare(right.version, "en", { numeric: true }),
  ready: (left, right) => readiness(left) - readiness(right),
  hpa: (left, right) => (left.hpa?.currentReplicas ?? -1) - (right.hpa?.currentReplicas ?? -1),
  restarts: (left, right) => left.restarts - right.restarts,
  age: (left, right) => compareText(right.createdAt, left.createdAt),
};

/** Orders two rows; equal ones by namespace, name and key whatever the direction, so that no update reshuffles them. */
export function compareWorkloads(left: WorkloadRow, right: WorkloadRow, sort: WorkloadSort): number {
  const wanted = comparisons[sort.column](left, right);
  if (wanted !== 0) return sort.direction === "asc" ? wanted : -wanted;
  return (
    compareText(left.namespace, right.namespace) ||
    compareText(left.name, right.name) ||
    compareText(left.key, right.key)
  );
}

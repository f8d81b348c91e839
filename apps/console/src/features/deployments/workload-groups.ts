import type { HealthState, WorkloadRow } from "@horizon/contracts";

export const workloadGroupings = ["none", "namespace"] as const;
export type WorkloadGrouping = (typeof workloadGroupings)[number];

export interface WorkloadGroup {
  readonly key: string;
  readonly rows: readonly WorkloadRow[];
  readonly attention: number;
}

const calm: ReadonlySet<HealthState> = new Set(["Healthy", "Progressing", "Paused"]);

/** Groups sorted rows without changing their order; the groups are in alphabetical order, which no update changes. */
export function groupWorkloads(
  rows: readonly WorkloadRow[],
  grouping: WorkloadGrouping,
): readonly WorkloadGroup[] {
  const byKey = Map.groupBy(rows, (row) => (grouping === "namespace" ? row.namespace : ""));
  return [...byKey]
    .map(([key, members]) => ({
      key,
      rows: members,
      attention: members.filter((row) => !calm.has(row.health.state)).length,
    }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
}

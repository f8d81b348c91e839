import type { WorkloadRow } from "@horizon/contracts";
import { needsAttention } from "../../components/ui/health-order.ts";

export interface NamespaceSummary {
  readonly namespace: string;
  readonly total: number;
  readonly attention: number;
}

/** The namespaces in alphabetical order, which no update changes, with how many of their workloads need attention. */
export function summariseNamespaces(
  rows: Iterable<Pick<WorkloadRow, "namespace" | "health">>,
): readonly NamespaceSummary[] {
  const byNamespace = Map.groupBy(rows, (row) => row.namespace);
  return [...byNamespace]
    .map(([namespace, members]) => ({
      namespace,
      total: members.length,
      attention: members.filter((row) => needsAttention(row.health.state)).length,
    }))
    .sort((left, right) => (left.namespace < right.namespace ? -1 : 1));
}

export function sameSummaries(
  left: readonly NamespaceSummary[],
  right: readonly NamespaceSummary[],
): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** `8 workloads, 1 needs attention` */
export function namespaceSentence({ total, attention }: NamespaceSummary): string {
  const workloads = `${total} ${total === 1 ? "workload" : "workloads"}`;
  return attention === 0
    ? workloads
    : `${workloads}, ${attention} ${attention === 1 ? "needs" : "need"} attention`;
}

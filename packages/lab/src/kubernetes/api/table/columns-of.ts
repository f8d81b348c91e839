import type { ResourceKind } from "../../store/resource-kind.ts";
import { CLUSTER_COLUMNS } from "./cluster-columns.ts";
import { AGE, NAME, type TableColumn } from "./table-column.ts";
import { WORKLOAD_COLUMNS } from "./workload-columns.ts";

/** The columns of a kind, as the printers of a real server and the CRDs of Argo Rollouts define them. */
export function columnsOf(kind: ResourceKind): TableColumn[] {
  const own = WORKLOAD_COLUMNS[kind.resource] ?? CLUSTER_COLUMNS[kind.view?.of ?? kind.resource];
  return own?.() ?? [NAME, AGE];
}

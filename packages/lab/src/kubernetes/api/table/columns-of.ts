import type { ResourceKind } from "../../store/resource-kind.ts";
import { ADMINISTRATION_COLUMNS } from "./administration-columns.ts";
import { CLUSTER_COLUMNS } from "./cluster-columns.ts";
import { AGE, NAME, type TableColumn } from "./table-column.ts";
import { WORKLOAD_COLUMNS } from "./workload-columns.ts";

/** The columns of a kind, as the printers of a real server and the CRDs of Argo Rollouts define them. */
export function columnsOf(kind: ResourceKind): TableColumn[] {
  const shown = kind.view?.isLive ? kind.resource : (kind.view?.of ?? kind.resource);
  const own = WORKLOAD_COLUMNS[shown] ?? CLUSTER_COLUMNS[shown] ?? ADMINISTRATION_COLUMNS[shown];
  return own?.() ?? [NAME, AGE];
}

"use client";
import type { WorkloadRow } from "@horizon/contracts";
import { useEnvironment } from "@/auth/use-session";
import { DataTable } from "@/components/table/data-table";
import type { TableParams } from "@/components/table/use-table-params";
import { PanelState } from "@/components/ui/panel-state";
import { NotRead } from "@/features/workload-status";
import { type RowStore, useNeverRead } from "@/live";
import { workloadColumns, workloadHref, workloadRowActions } from "./workload-columns.tsx";
import { compareWorkloads } from "./workload-order.ts";

interface WorkloadTableProps {
  readonly label: string;
  readonly store: RowStore<WorkloadRow>;
  readonly table: TableParams<WorkloadRow>;
  readonly matches: (row: WorkloadRow) => boolean;
  readonly isFiltered: boolean;
}

export function WorkloadTable({ label, store, table, matches, isFiltered }: WorkloadTableProps) {
  const neverRead = useNeverRead(useEnvironment().id);
  return (
    <DataTable
      label={label}
      store={store}
      columns={workloadColumns}
      params={table}
      defaultCompare={compareWorkloads}
      matches={matches}
      rowHref={workloadHref}
      rowActions={workloadRowActions}
      empty={
        isFiltered ? (
          <PanelState
            kind="empty"
            title="No workload matches the filter"
            detail="Clear the filter to see all of them."
          />
        ) : neverRead ? (
          <NotRead />
        ) : (
          <PanelState
            kind="empty"
            title="No workloads yet"
            detail="Rollouts and Deployments appear here as soon as they are applied to a namespace of this environment."
          />
        )
      }
    />
  );
}

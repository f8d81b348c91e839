"use client";
import type { WorkloadRow } from "@horizon/contracts";
import { useMemo } from "react";
import { useEnvironment } from "@/auth/use-session";
import { DataTable } from "@/components/table/data-table";
import type { TableParams } from "@/components/table/use-table-params";
import { Panel } from "@/components/ui/page-header";
import { PanelState } from "@/components/ui/panel-state";
import { StatusIcon } from "@/components/ui/status-badge";
import { NotRead } from "@/features/workload-status";
import { type RowStore, useNeverRead } from "@/live";
import type { WorkloadFilterState } from "./use-workload-filter.ts";
import { workloadColumns, workloadHref, workloadRowActions } from "./workload-columns.tsx";
import { type NamespaceSummary, namespaceSentence } from "./workload-groups.ts";
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

interface GroupProps {
  readonly summary: NamespaceSummary;
  readonly store: RowStore<WorkloadRow>;
  readonly table: TableParams<WorkloadRow>;
  readonly filter: WorkloadFilterState;
}

/** The workloads of one namespace under its name. */
export function NamespaceGroup({ summary, store, table, filter }: GroupProps) {
  const { namespace } = summary;
  const matches = useMemo(
    () => (row: WorkloadRow) => row.namespace === namespace && filter.matches(row),
    [namespace, filter.matches],
  );
  return (
    <Panel
      title={namespace}
      actions={
        <span className="flex items-center gap-1.5 text-ink-soft text-xs">
          {summary.attention > 0 && <StatusIcon state="Degraded" />}
          {namespaceSentence(summary)}
        </span>
      }
      className="mb-6"
    >
      <WorkloadTable
        label={`Workloads of ${namespace}`}
        store={store}
        table={table}
        matches={matches}
        isFiltered={filter.isFiltered}
      />
    </Panel>
  );
}

"use client";
import type { WorkloadRow } from "@horizon/contracts";
import { useCallback, useMemo } from "react";
import type { TableParams } from "@/components/table/use-table-params";
import { Panel } from "@/components/ui/page-header";
import { StatusIcon } from "@/components/ui/status-badge";
import { type RowStore, useRowsValue } from "@/live";
import type { WorkloadFilterState } from "./use-workload-filter.ts";
import { type FilteredWorkload, filteredFields } from "./workload-filter.ts";
import {
  type NamespaceSummary,
  namespaceSentence,
  sameSummaries,
  summariseNamespaces,
} from "./workload-groups.ts";
import { WorkloadTable } from "./workload-table.tsx";

interface ListProps {
  readonly store: RowStore<WorkloadRow>;
  readonly table: TableParams<WorkloadRow>;
  readonly filter: WorkloadFilterState;
}

/** The workloads that match, each namespace's under its name. */
export function WorkloadsByNamespace({ store, table, filter }: ListProps) {
  const { matches, isFiltered } = filter;
  const summaries = useRowsValue(
    store,
    filteredFields,
    useCallback(
      (rows: ReadonlyMap<string, FilteredWorkload>) => summariseNamespaces(rows.values().filter(matches)),
      [matches],
    ),
    sameSummaries,
  );
  if (summaries.length === 0) {
    return (
      <WorkloadTable
        label="Workloads"
        store={store}
        table={table}
        matches={matches}
        isFiltered={isFiltered}
      />
    );
  }
  return summaries.map((summary) => (
    <NamespaceGroup key={summary.namespace} summary={summary} store={store} table={table} filter={filter} />
  ));
}

interface GroupProps extends ListProps {
  readonly summary: NamespaceSummary;
}

/** The workloads of one namespace under its name. */
function NamespaceGroup({ summary, store, table, filter }: GroupProps) {
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

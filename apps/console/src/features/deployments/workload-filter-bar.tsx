"use client";
import type { WorkloadRow } from "@horizon/contracts";
import { ColumnChooser } from "@/components/table/column-chooser";
import { FilterBar } from "@/components/table/filter-bar";
import type { TableParams } from "@/components/table/use-table-params";
import { healthStatesWorstFirst } from "@/components/ui/health-order";
import { Select } from "@/components/ui/select";
import { SaveViewButton } from "@/features/saved-views";
import type { WorkloadFilterState } from "./use-workload-filter.ts";
import { workloadColumns } from "./workload-columns.tsx";
import type { NamespaceSummary } from "./workload-groups.ts";

interface WorkloadFilterBarProps {
  readonly filter: WorkloadFilterState;
  readonly table: TableParams<WorkloadRow>;
  readonly namespaces: readonly NamespaceSummary[];
}

const any = "";

function options(first: string, values: readonly string[]) {
  return [{ value: any, label: first }, ...values.map((value) => ({ value, label: value }))];
}

/** Text, status, kind, namespace, grouping and columns of the list. */
export function WorkloadFilterBar({ filter, table, namespaces }: WorkloadFilterBarProps) {
  const { params, setParams, isFiltered } = filter;
  const clear = () => setParams({ q: null, status: null, kind: null, namespace: null });
  return (
    <FilterBar
      label="Filter by name, version or image"
      text={params.q}
      onTextChange={(q) => setParams({ q: q || null })}
      onClear={isFiltered ? clear : null}
      actions={
        <>
          <ColumnChooser columns={workloadColumns} params={table} />
          <SaveViewButton />
        </>
      }
    >
      <Select
        aria-label="Status"
        value={params.status ?? any}
        options={options("Any status", healthStatesWorstFirst)}
        onValueChange={(value) =>
          setParams({ status: healthStatesWorstFirst.find((state) => state === value) ?? null })
        }
      />
      <Select
        aria-label="Kind"
        value={params.kind ?? any}
        options={options("Any kind", ["Rollout", "Deployment"])}
        onValueChange={(value) =>
          setParams({ kind: value === "Rollout" || value === "Deployment" ? value : null })
        }
      />
      {(namespaces.length > 1 || params.namespace !== null) && (
        <Select
          aria-label="Namespace"
          value={params.namespace ?? any}
          options={options(
            "Any namespace",
            namespaces.map(({ namespace }) => namespace),
          )}
          onValueChange={(value) => setParams({ namespace: value || null })}
        />
      )}
      <Select
        aria-label="Group by"
        value={params.group}
        options={[
          { value: "none", label: "Not grouped" },
          { value: "namespace", label: "By namespace" },
        ]}
        onValueChange={(value) => setParams({ group: value === "namespace" ? value : null })}
      />
    </FilterBar>
  );
}

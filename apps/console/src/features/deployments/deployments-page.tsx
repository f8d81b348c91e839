"use client";
import type { WorkloadRow } from "@horizon/contracts";
import { useMemo } from "react";
import { useTableParams } from "@/components/table/use-table-params";
import { absentSentence, PageHeader } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { StaleNotice, useAnnouncedChange } from "@/features/workload-status";
import { useLiveRows, useNeverRead, useRowsValue } from "@/live";
import { useTRPC } from "@/trpc/client";
import { useWorkloadFilter } from "./use-workload-filter.ts";
import { workloadColumns } from "./workload-columns.tsx";
import { WorkloadFilterBar } from "./workload-filter-bar.tsx";
import { sameSummaries, summariseNamespaces } from "./workload-groups.ts";
import { WorkloadTable } from "./workload-table.tsx";
import { WorkloadsByNamespace } from "./workloads-by-namespace.tsx";
import { workloadsSentence } from "./workloads-sentence.ts";

const sentenceUses = ["health"] as const;
const namespaceUses = ["namespace", "health"] as const;
type Summarised = Pick<WorkloadRow, (typeof namespaceUses)[number]>;

const sentenceOf = (neverRead: boolean) => (rows: ReadonlyMap<string, Pick<WorkloadRow, "health">>) =>
  rows.size === 0 && neverRead ? "The cluster has not been read yet" : workloadsSentence([...rows.values()]);
const namespacesOf = (rows: ReadonlyMap<string, Summarised>) => summariseNamespaces(rows.values());

/** Every Rollout and Deployment of an environment, live, problems first. */
export function DeploymentsPage({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const list = useLiveRows(`workloads:${environment}`, trpc.deployments.list.queryOptions({ environment }));
  const ready = list.status === "ready";
  const neverRead = useNeverRead(environment);
  const sentence = useRowsValue(
    list.store,
    sentenceUses,
    useMemo(() => sentenceOf(neverRead), [neverRead]),
  );
  const namespaces = useRowsValue(list.store, namespaceUses, namespacesOf, sameSummaries);
  const table = useTableParams(workloadColumns);
  const filter = useWorkloadFilter();
  useAnnouncedChange(ready ? sentence : null);

  return (
    <>
      <PageHeader
        title="Deployments"
        sentence={ready ? sentence : absentSentence("the workloads", list.status === "error")}
      />
      <StaleNotice environment={environment} />
      <WorkloadFilterBar filter={filter} table={table} namespaces={namespaces} />
      {list.status === "loading" && <PanelState kind="loading" waitingFor="the workloads" />}
      {list.status === "error" && list.error && <ErrorState error={list.error} onRetry={list.refetch} />}
      {ready && filter.params.group === "namespace" && (
        <WorkloadsByNamespace store={list.store} table={table} filter={filter} />
      )}
      {ready && filter.params.group === "none" && (
        <WorkloadTable
          label="Workloads"
          store={list.store}
          table={table}
          matches={filter.matches}
          isFiltered={filter.isFiltered}
        />
      )}
    </>
  );
}

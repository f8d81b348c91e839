"use client";
import type { WorkloadRow } from "@horizon/contracts";
import { useCallback, useMemo } from "react";
import { useTableParams } from "@/components/table/use-table-params";
import { absentSentence, PageHeader } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { StaleNotice, useAnnouncedChange } from "@/features/workload-status";
import { useLiveRows, useNeverRead, useRowsValue } from "@/live";
import { useTRPC } from "@/trpc/client";
import { useWorkloadFilter } from "./use-workload-filter.ts";
import { workloadColumns } from "./workload-columns.tsx";
import { WorkloadFilterBar } from "./workload-filter-bar.tsx";
import { type NamespaceSummary, summariseNamespaces } from "./workload-groups.ts";
import { NamespaceGroup, WorkloadTable } from "./workload-table.tsx";
import { workloadsSentence } from "./workloads-sentence.ts";

type Rows = ReadonlyMap<string, WorkloadRow>;

const sentenceOf = (neverRead: boolean) => (rows: Rows) =>
  rows.size === 0 && neverRead ? "The cluster has not been read yet" : workloadsSentence([...rows.values()]);
const namespacesOf = (rows: Rows) => summariseNamespaces(rows.values());

function sameSummaries(left: readonly NamespaceSummary[], right: readonly NamespaceSummary[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Every Rollout and Deployment of an environment, live, problems first. */
export function DeploymentsPage({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const list = useLiveRows(`workloads:${environment}`, trpc.deployments.list.queryOptions({ environment }));
  const ready = list.status === "ready";
  const neverRead = useNeverRead(environment);
  const sentence = useRowsValue(
    list.store,
    useMemo(() => sentenceOf(neverRead), [neverRead]),
  );
  const namespaces = useRowsValue(list.store, namespacesOf, sameSummaries);
  const table = useTableParams(workloadColumns);
  const filter = useWorkloadFilter();
  const { matches } = filter;
  const shownNamespaces = useRowsValue(
    list.store,
    useCallback((rows: Rows) => summariseNamespaces(rows.values().filter(matches)), [matches]),
    sameSummaries,
  );
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
      {ready && filter.params.group === "namespace" && shownNamespaces.length > 0
        ? shownNamespaces.map((summary) => (
            <NamespaceGroup
              key={summary.namespace}
              summary={summary}
              store={list.store}
              table={table}
              filter={filter}
            />
          ))
        : ready && (
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

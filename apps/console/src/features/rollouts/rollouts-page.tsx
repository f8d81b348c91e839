"use client";
import type { RolloutRow } from "@horizon/contracts";
import { useMemo } from "react";
import { useAddress } from "@/address";
import { oneOf, text } from "@/address/params";
import { useSession } from "@/auth/use-session";
import { ColumnChooser } from "@/components/table/column-chooser";
import { DataTable } from "@/components/table/data-table";
import { FilterBar } from "@/components/table/filter-bar";
import { useTableParams } from "@/components/table/use-table-params";
import { healthStatesWorstFirst } from "@/components/ui/health-order";
import { absentSentence, PageHeader } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { Select } from "@/components/ui/select";
import { mayAct } from "@/features/actions";
import { SaveViewButton } from "@/features/saved-views";
import { NotRead, StaleNotice, useAnnouncedChange } from "@/features/workload-status";
import { useLiveRows, useNeverRead, useRowsValue } from "@/live";
import { useTRPC } from "@/trpc/client";
import { rolloutColumns, rolloutHref } from "./rollout-columns.tsx";
import { matchesRollout } from "./rollout-filter.ts";
import { compareRollouts } from "./rollout-order.ts";
import { rolloutsSentence } from "./rollouts-sentence.ts";

const parsers = { q: text, status: oneOf(healthStatesWorstFirst) };

const sentenceUses = ["wait", "health"] as const;

function useRolloutFilter() {
  const [params, setParams] = useAddress(parsers);
  const { q, status } = params;
  const matches = useMemo(
    () => (row: RolloutRow) => matchesRollout(row, { text: q, state: status }),
    [q, status],
  );
  return { params, setParams, matches, isFiltered: q !== "" || status !== null };
}

/** Every rollout of an environment, over all its namespaces, live; what waits for a person first. */
export function RolloutsPage({ environment }: { environment: string }) {
  const trpc = useTRPC();
  const session = useSession();
  const list = useLiveRows(`rollouts:${environment}`, trpc.rollouts.list.queryOptions({ environment }));
  const ready = list.status === "ready";
  const mayPromote = session ? mayAct(session, environment, "rollout.promote") : false;
  const neverRead = useNeverRead(environment);
  const sentenceOf = useMemo(
    () => (rows: ReadonlyMap<string, Pick<RolloutRow, (typeof sentenceUses)[number]>>) =>
      rows.size === 0 && neverRead
        ? "The cluster has not been read yet"
        : rolloutsSentence([...rows.values()], mayPromote),
    [mayPromote, neverRead],
  );
  const sentence = useRowsValue(list.store, sentenceUses, sentenceOf);
  const table = useTableParams(rolloutColumns);
  const { params, setParams, matches, isFiltered } = useRolloutFilter();
  useAnnouncedChange(ready ? sentence : null);

  return (
    <>
      <PageHeader
        title="Rollouts"
        sentence={ready ? sentence : absentSentence("the rollouts", list.status === "error")}
      />
      <StaleNotice environment={environment} />
      <FilterBar
        label="Filter by name or version"
        text={params.q}
        onTextChange={(q) => setParams({ q: q || null })}
        onClear={isFiltered ? () => setParams({ q: null, status: null }) : null}
        actions={
          <>
            <ColumnChooser columns={rolloutColumns} params={table} />
            <SaveViewButton />
          </>
        }
      >
        <Select
          aria-label="Status"
          value={params.status ?? ""}
          options={[
            { value: "", label: "Any status" },
            ...healthStatesWorstFirst.map((state) => ({ value: state, label: state })),
          ]}
          onValueChange={(value) =>
            setParams({ status: healthStatesWorstFirst.find((state) => state === value) ?? null })
          }
        />
      </FilterBar>
      {list.status === "loading" && <PanelState kind="loading" waitingFor="the rollouts" />}
      {list.status === "error" && list.error && <ErrorState error={list.error} onRetry={list.refetch} />}
      {ready && (
        <DataTable
          label="Rollouts"
          store={list.store}
          columns={rolloutColumns}
          params={table}
          defaultCompare={compareRollouts}
          matches={matches}
          rowHref={rolloutHref}
          empty={
            isFiltered ? (
              <PanelState
                kind="empty"
                title="No rollout matches the filter"
                detail="Clear the filter to see all of them."
              />
            ) : neverRead ? (
              <NotRead />
            ) : (
              <PanelState
                kind="empty"
                title="No rollouts here"
                detail="Services that are released by canary appear here. Plain Deployments are listed under Deployments."
              />
            )
          }
        />
      )}
    </>
  );
}

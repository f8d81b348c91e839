"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useAddress } from "@/address";
import { useEnvironment } from "@/auth/use-session";
import { Button } from "@/components/ui/button";
import { absentSentence, PageHeader } from "@/components/ui/page-header";
import { ErrorState, PanelState } from "@/components/ui/panel-state";
import { StaleNotice } from "@/features/workload-status";
import { useLiveInvalidate } from "@/live";
import { useTRPC } from "@/trpc/client";
import { errorOf } from "@/trpc/error-of";
import { ChangeFilters } from "./change-filters";
import { changeFilterOf, changeParams } from "./change-params";
import { ChangeTimeline } from "./change-timeline";

/** What changed in an environment, newest first, with who and why. */
export function ChangesPage() {
  const trpc = useTRPC();
  const { id } = useEnvironment();
  const [params, setParams] = useAddress(changeParams);
  const changes = useInfiniteQuery(
    trpc.changes.list.infiniteQueryOptions(changeFilterOf(id, params), {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  useLiveInvalidate(`changes:${id}`, trpc.changes.list.pathKey());
  const entries = changes.data?.pages.flatMap((page) => page.entries) ?? [];
  const filtered = Object.values(params).some(Boolean);
  return (
    <>
      <PageHeader
        title="Changes"
        sentence={
          changes.data
            ? sentenceOf(entries.length, changes.hasNextPage, filtered)
            : absentSentence("the changes", changes.isError)
        }
      />
      <StaleNotice environment={id} />
      <ChangeFilters params={params} setParams={setParams} filtered={filtered} />
      {changes.isPending ? <PanelState kind="loading" waitingFor="the change feed" /> : null}
      {changes.isError && !changes.data ? (
        <ErrorState error={errorOf(changes.error)} onRetry={() => void changes.refetch()} />
      ) : null}
      {changes.data && entries.length === 0 ? <NothingFound filtered={filtered} /> : null}
      <ChangeTimeline entries={entries} environment={id} />
      {changes.hasNextPage ? (
        <Button
          className="mt-4"
          pending={changes.isFetchingNextPage}
          onClick={() => void changes.fetchNextPage()}
        >
          Show older changes
        </Button>
      ) : null}
    </>
  );
}

function sentenceOf(shown: number, more: boolean, filtered: boolean): string {
  if (shown === 0) return filtered ? "Nothing matches the filter" : "Nothing recorded yet";
  const many = shown === 1 ? "1 change" : `${shown} changes`;
  return `${more ? `The latest ${many}` : many}${filtered ? " that match the filter" : ""}, newest first`;
}

function NothingFound({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <PanelState
        kind="empty"
        title="No change matches the filter"
        detail="Widen the time or clear a filter."
      />
    );
  }
  return (
    <PanelState
      kind="empty"
      title="No changes yet"
      detail="Deploys, rollout steps, scaling and configuration changes appear here as the clusters report them."
    />
  );
}

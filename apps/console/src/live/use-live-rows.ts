"use client";
import type { Freshness, LiveTopic, Snapshot } from "@horizon/contracts";
import { type QueryKey, type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { ShownError } from "@/components/ui/shown-error";
import { errorOf } from "@/trpc/error-of";
import type { KeyedRow } from "./keyed-row";
import { useLiveClient } from "./live-context";
import type { RowDelta } from "./row-delta";
import { createRowStore, type RowStore } from "./row-store";
import { hasGap } from "./subscription-plan";

/** How long an unused list is kept: longer, and coming back would replay more than it would ask. */
const keepUnusedMs = 60_000;

export interface LiveRows<Row extends KeyedRow> {
  readonly store: RowStore<Row>;
  readonly status: "loading" | "error" | "ready";
  readonly error: ShownError | null;
  /** Of the snapshot; `useFreshness` follows it from there. */
  readonly freshness: Freshness | null;
  readonly refetch: () => void;
}

/**
 * A list that stays true: the snapshot of `snapshotQuery` (`trpc.….queryOptions(…)`), and what the stream says of
 * `topic` since. The rows are in `store`; the component that calls this is not rendered when a row changes.
 */
export function useLiveRows<Row extends KeyedRow, TError, Key extends QueryKey>(
  topic: LiveTopic,
  snapshotQuery: UseQueryOptions<Snapshot<Row>, TError, Snapshot<Row>, Key>,
): LiveRows<Row> {
  const client = useLiveClient();
  const query = useQuery({
    ...snapshotQuery,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: keepUnusedMs,
    refetchOnReconnect: false,
    // Comparing 5,000 rows deeply costs more than rendering the ones in sight.
    structuralSharing: false,
  });
  const { data, refetch } = query;
  const applied = useRef<Snapshot<Row> | undefined>(undefined);
  // The first snapshot is applied while rendering, so that the server's page has the rows in it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another topic is another list
  const store = useMemo(() => {
    const created = createRowStore<Row>();
    if (data) created.applySnapshot(data);
    applied.current = data;
    return created;
  }, [topic]);
  const coveredFrom = useRef<Parameters<typeof hasGap>[1]>(null);

  useEffect(() => {
    if (!data || applied.current === data) return;
    applied.current = data;
    store.applySnapshot(data);
    if (hasGap(data.position, coveredFrom.current)) void refetch();
  }, [data, store, refetch]);

  useEffect(
    () =>
      client.follow(topic, {
        position: store.getPosition,
        heldCount: store.getHeldCount,
        onRows: (delta) => store.applyDelta(delta as unknown as RowDelta<Row>),
        onInvalidate: () => void refetch(),
        onReset: (from) => {
          coveredFrom.current = from;
          store.forgetHeard();
          void refetch();
        },
        onPause: store.setPaused,
        onCovered: (from) => {
          coveredFrom.current = from;
          const position = store.getPosition();
          if (position && (position.epoch !== from.epoch || position.seq < from.seq)) void refetch();
        },
      }),
    [client, topic, store, refetch],
  );

  return {
    store,
    status: data ? "ready" : query.isError ? "error" : "loading",
    error: query.isError ? errorOf(query.error) : null,
    freshness: data?.freshness ?? null,
    refetch: () => void refetch(),
  };
}

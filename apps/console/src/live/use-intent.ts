"use client";
import type { IntentRow } from "@horizon/contracts";
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "@/trpc/client";
import { useLiveClient } from "./live-context";
import { newerIntent } from "./newer-intent";

/** One requested action, followed until it is observed; undefined until it is known. Null follows nothing. */
export function useIntent(intentId: string | null): IntentRow | undefined {
  const trpc = useTRPC();
  const client = useLiveClient();
  const queryClient = useQueryClient();
  const options = trpc.actions.get.queryOptions(intentId ? { intentId } : skipToken, {
    staleTime: 0,
    structuralSharing: newerIntent,
  });
  const query = useQuery(options);
  const { refetch } = query;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the options are new in each render, for the same id
  useEffect(() => {
    if (!intentId) return;
    return client.follow("intents", {
      position: () => null,
      heldCount: () => 0,
      // An answer to what this person asked for is shown even while live updates are paused.
      onPause: () => {},
      onRows: (delta) => {
        const row = delta.rows.find(({ key }) => key === intentId);
        if (row) queryClient.setQueryData(options.queryKey, row as unknown as IntentRow);
      },
      onInvalidate: () => void refetch(),
      onCovered: () => void refetch(),
      onReset: () => void refetch(),
    });
  }, [client, queryClient, intentId, refetch]);

  return query.data;
}

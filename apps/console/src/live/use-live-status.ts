"use client";
import { useCallback, useSyncExternalStore } from "react";
import { useNow } from "@/components/ui/now";
import { describeFreshness, type FreshnessView } from "./freshness";
import type { LiveStatus } from "./live-client";
import { useLiveClient, usePauseParam } from "./live-context";

const serverStatus: LiveStatus = {
  connection: "connecting",
  freshness: {},
  databaseSilentSince: null,
  paused: false,
  heldCount: 0,
};

function useLiveStatus(): LiveStatus {
  const client = useLiveClient();
  return useSyncExternalStore(client.subscribeStatus, client.getStatus, () => serverStatus);
}

/** How true what is shown of `environment` is, in words; follows the stream and the clock. */
export function useFreshness(environment: string): FreshnessView {
  const client = useLiveClient();
  const status = useLiveStatus();
  // Renders each second; how long the stream was silent is reckoned by the browser's own clock.
  useNow(1000);
  return describeFreshness({
    freshness: status.freshness[environment] ?? null,
    connection: status.paused ? "paused" : status.connection,
    lastMessageAt: client.getLastMessageAt(),
    now: Date.now(),
  });
}

/** Whether the stream is gone and does not come back: for whatever reason, what is shown grows old. */
export function useStreamBroken(): boolean {
  const client = useLiveClient();
  return useSyncExternalStore(
    client.subscribeStatus,
    () => client.getStatus().connection === "broken",
    () => false,
  );
}

/** When Horizon's database last answered; null while it does. */
export function useDatabaseSilence(): string | null {
  const client = useLiveClient();
  return useSyncExternalStore(
    client.subscribeStatus,
    () => client.getStatus().databaseSilentSince,
    () => null,
  );
}

/** Whether the environment's cluster was never read: an empty list then says nothing. Changes once, whatever flows. */
export function useNeverRead(environment: string): boolean {
  const client = useLiveClient();
  return useSyncExternalStore(
    client.subscribeStatus,
    () => !client.getStatus().freshness[environment]?.asOf,
    () => true,
  );
}

export interface PauseLive {
  readonly paused: boolean;
  /** Changes that wait until live updates resume. */
  readonly waiting: number;
  readonly setPaused: (paused: boolean) => void;
}

/** The switch that holds everything still; it is part of the address (`?live=paused`). */
export function usePauseLive(): PauseLive {
  const { heldCount } = useLiveStatus();
  const [{ live }, setParams] = usePauseParam();
  const setPaused = useCallback(
    (paused: boolean) => setParams({ live: paused ? "paused" : null }),
    [setParams],
  );
  return { paused: live === "paused", waiting: heldCount, setPaused };
}

import type { RelistCause } from "./retry-decision.ts";

export type ReflectorState =
  | "idle"
  | "listing"
  | "connecting"
  | "live"
  /** Connected, but proven to hear nothing. */
  | "stalled"
  | "backoff"
  | "unavailable"
  | "unauthorized"
  | "stopped";

interface ReflectorStats {
  events: number;
  bookmarks: number;
  malformed: number;
  /** Callbacks of the listener that threw. */
  listenerErrors: number;
  /** Changes that did not alter what is kept. */
  unchanged: number;
  relists: Record<RelistCause | "continue", number>;
  /** Watches opened. */
  watches: number;
  /** Watches cut because they were silent for too long or proven deaf. */
  stalls: number;
  /** Epoch ms of the last change, and of the last byte. Null before the first. */
  lastEventAt: number | null;
  lastActivityAt: number | null;
  /** From the request to the headers of the last watch. */
  connectLatencyMs: number | null;
}

export interface ReflectorStatus {
  kind: string;
  /** Null: of all of them, or of a kind that has none. */
  namespace: string | null;
  state: ReflectorState;
  /** A whole list has been taken in at least once, and not been let go of. */
  synced: boolean;
  /** Why it is not live; empty when it is. */
  reason: string;
  /** HTTP status of the failure that it waits after; 0 where no answer came, null when it is well. */
  failedWith: number | null;
  size: number;
  /** Moves with each list: positions of different epochs cannot be compared. */
  epoch: number;
  stats: ReflectorStats;
}

export function emptyStats(): ReflectorStats {
  return {
    events: 0,
    bookmarks: 0,
    malformed: 0,
    listenerErrors: 0,
    unchanged: 0,
    relists: { start: 0, expired: 0, probe: 0, continue: 0 },
    watches: 0,
    stalls: 0,
    lastEventAt: null,
    lastActivityAt: null,
    connectLatencyMs: null,
  };
}

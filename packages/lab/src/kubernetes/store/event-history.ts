import type { StoreEvent } from "./object-store.ts";

/** What happened to one resource, oldest first, up to a limit: what a watch replays from. */
export interface EventHistory {
  append(event: StoreEvent): void;
  /** Events after `version`; `null` when some of them are no longer kept. */
  since(version: number): StoreEvent[] | null;
  /** Forgets everything up to and including `version`. */
  compact(version: number): void;
  /** The lowest version that `since` still answers for. */
  oldest(): number;
}

const versionOf = (event: StoreEvent) => Number(event.object.metadata.resourceVersion);

export function createEventHistory(limit: number, startVersion: number): EventHistory {
  let events: StoreEvent[] = [];
  let compacted = startVersion;

  /** The first index whose version is greater. */
  function after(version: number): number {
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (versionOf(events[middle] as StoreEvent) <= version) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  function compact(version: number): void {
    if (version <= compacted) return;
    events = events.slice(after(version));
    compacted = version;
  }
  return {
    append(event) {
      events.push(event);
      // In halves, so that the cost of dropping is spread over many writes.
      if (events.length > limit) compact(versionOf(events[events.length >> 1] as StoreEvent));
    },
    since: (version) => (version < compacted ? null : events.slice(after(version))),
    compact,
    oldest: () => compacted,
  };
}

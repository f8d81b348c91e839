import type { EventRow } from "@horizon/contracts";
import type { Change } from "../reflector/reflector-store.ts";
import type { Affected } from "./cluster-index.ts";
import type { ClusterRows, RowChange } from "./cluster-rows.ts";

const maxPodsPerFlush = 2_000;

/** Turns what was touched within one turn of the event loop into changed rows. */
export interface RowPublisher {
  /** What awaits the next turn: to be added to, and then `schedule`d. */
  affected(): Affected;
  schedule(): void;
  /** Events are rows as they come. */
  takeEvents(batch: readonly Change<EventRow>[]): void;
  stop(): void;
}

/**
 * Rows are computed once for all that a burst of events touched. A list of thousands of pods is worked off in slices,
 * and workloads after their pods.
 */
export function createRowPublisher(
  rows: Pick<ClusterRows, "recompute">,
  onRows: (changes: readonly RowChange[]) => void,
): RowPublisher {
  let affected: Affected = { workloads: new Set(), pods: new Set() };
  let eventChanges: RowChange[] = [];
  let pending: NodeJS.Immediate | undefined;

  function flush(): void {
    pending = undefined;
    const slice = new Set(affected.pods.values().take(maxPodsPerFlush));
    for (const pod of slice) affected.pods.delete(pod);
    const isLast = affected.pods.size === 0;
    const due: Affected = { pods: slice, workloads: isLast ? affected.workloads : new Set() };
    if (isLast) affected = { workloads: new Set(), pods: new Set() };
    else pending = setImmediate(flush);
    const changes = [...rows.recompute(due), ...eventChanges];
    eventChanges = [];
    if (changes.length > 0) onRows(changes);
  }

  function schedule(): void {
    pending ??= setImmediate(flush);
  }

  return {
    affected: () => affected,
    schedule,
    takeEvents(batch) {
      for (const { op, key, item } of batch)
        eventChanges.push({ kind: "event", op, key, row: item, previous: null });
      schedule();
    },
    stop() {
      if (pending) clearImmediate(pending);
      pending = undefined;
    },
  };
}

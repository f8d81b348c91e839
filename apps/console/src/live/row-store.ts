import type { StreamPosition } from "@horizon/contracts";
import { createHearing } from "./hearing";
import { isSame } from "./is-same";
import type { KeyedRow } from "./keyed-row";
import type { RowDelta, RowSnapshot } from "./row-delta";

/** A row before and after a change; undefined where it was not there yet, or is there no more. */
export interface RowChange<Row> {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** What the last change did, by key; `null` when the whole list was replaced. */
export type RowChanges<Row> = ReadonlyMap<string, RowChange<Row>> | null;

/** Rows outside React: a component follows one row, or the list, and is rendered only when that changed. */
export interface RowStore<Row extends KeyedRow> {
  getRow(key: string): Row | undefined;
  /** The rows as they are now: the same map also after a change. */
  getRows(): ReadonlyMap<string, Row>;
  /** Grows by one with every change of any row. */
  getVersion(): number;
  /** How many changes wait while the store is paused. */
  getHeldCount(): number;
  getPosition(): StreamPosition | null;
  subscribeRow(key: string, listener: () => void): () => void;
  subscribe(listener: (changes: RowChanges<Row>) => void): () => void;
  /** Replaces the list; while paused, all but the first waits. Rows that are equal keep their identity. */
  applySnapshot(snapshot: RowSnapshot<Row>): void;
  /** Merges what the stream said; a delta that the snapshot already holds changes nothing. */
  applyDelta(delta: RowDelta<Row>): void;
  /** The stream has a gap here: what it said before cannot be put together with what it will say. */
  forgetHeard(): void;
  /** While paused, changes are kept and not shown; they are applied at once when it ends. */
  setPaused(paused: boolean): void;
}

const noChanges = new Map<string, never>();

/**
 * Makes an empty store. It remembers what the stream said, as the answer to a query may be older than that, however late
 * it arrives.
 */
export function createRowStore<Row extends KeyedRow>(): RowStore<Row> {
  let rows = new Map<string, Row>();
  let position: StreamPosition | null = null;
  let version = 0;
  let paused = false;
  const hearing = createHearing<Row>();
  let held = new Map<string, Row | null>();
  const listeners = new Set<(changes: RowChanges<Row>) => void>();
  const rowListeners = new Map<string, Set<() => void>>();

  function publish(changes: RowChanges<Row>) {
    version += 1;
    const keys = (changes ?? rowListeners).keys();
    for (const key of keys) for (const listener of rowListeners.get(key) ?? []) listener();
    for (const listener of listeners) listener(changes);
  }

  /** Costs what the changes do, however long the list is. */
  function applyChanges(next: ReadonlyMap<string, Row | null>) {
    const changes = new Map<string, RowChange<Row>>();
    for (const [key, row] of next) {
      changes.set(key, { before: rows.get(key), after: row ?? undefined });
      if (row) rows.set(key, row);
      else rows.delete(key);
    }
    if (changes.size > 0) publish(changes);
  }

  function announceHeld() {
    for (const listener of listeners) listener(noChanges);
  }

  return {
    getRow: (key) => rows.get(key),
    getRows: () => rows,
    getVersion: () => version,
    getHeldCount: () => held.size,
    getPosition: () => position,
    subscribe: (listener) => subscribeTo(listeners, listener),
    subscribeRow: (key, listener) => {
      const set = rowListeners.get(key) ?? new Set();
      rowListeners.set(key, set);
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0) rowListeners.delete(key);
      };
    },
    applySnapshot: (given) => {
      const first = position === null;
      const snapshot = hearing.bringUpToDate(given);
      position = snapshot.position;
      if (paused && !first) {
        held = differenceOf(rows, snapshot.rows);
        announceHeld();
      } else {
        rows = mergeSnapshot(rows, snapshot.rows);
        held = new Map();
        publish(null);
      }
    },
    applyDelta: (delta) => {
      const { epoch, seq } = delta;
      if (position?.epoch === epoch && seq < position.seq) return;
      hearing.note(delta);
      if (position?.epoch !== epoch) return;
      position = { epoch, seq };
      const next = nextRows(delta, (key) => (held.has(key) ? held.get(key) : rows.get(key)));
      if (!paused) return applyChanges(next);
      for (const [key, row] of next) held.set(key, row);
      announceHeld();
    },
    forgetHeard: hearing.forget,
    setPaused: (value) => {
      paused = value;
      if (paused) return;
      const waiting = held;
      held = new Map();
      applyChanges(waiting);
    },
  };
}

function subscribeTo<T>(set: Set<T>, listener: T): () => void {
  set.add(listener);
  return () => set.delete(listener);
}

/** The rows that a delta makes of those before it; null for one that goes. A change of a row that is not known makes none. */
function nextRows<Row extends KeyedRow>(
  { rows, patches, removed }: RowDelta<Row>,
  getBefore: (key: string) => Row | null | undefined,
): Map<string, Row | null> {
  const next = new Map<string, Row | null>();
  for (const row of rows) next.set(row.key, row);
  for (const patch of patches) {
    const before = next.get(patch.key) ?? getBefore(patch.key);
    if (before) next.set(patch.key, { ...before, ...patch });
  }
  for (const key of removed) {
    if (getBefore(key)) next.set(key, null);
    else next.delete(key);
  }
  return next;
}

/** The changes that turn `shown` into `rows`. */
function differenceOf<Row extends KeyedRow>(shown: ReadonlyMap<string, Row>, rows: readonly Row[]) {
  const changes = new Map<string, Row | null>();
  for (const row of rows) if (!isSame(shown.get(row.key), row)) changes.set(row.key, row);
  const keys = new Set(rows.map(({ key }) => key));
  for (const key of shown.keys()) if (!keys.has(key)) changes.set(key, null);
  return changes;
}

function mergeSnapshot<Row extends KeyedRow>(
  previous: ReadonlyMap<string, Row>,
  rows: readonly Row[],
): Map<string, Row> {
  return new Map(
    rows.map((row) => {
      const known = previous.get(row.key);
      return [row.key, known && isSame(known, row) ? known : row];
    }),
  );
}

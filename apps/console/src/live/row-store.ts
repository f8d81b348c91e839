import type { StreamPosition } from "@horizon/contracts";
import { isSame } from "./is-same";

/** A row of a live list, found by the key of its object. */
export interface KeyedRow {
  readonly key: string;
}

/** What the stream says of a topic since the last flush. */
export interface RowDelta<Row> {
  readonly epoch: string;
  readonly seq: number;
  readonly rows: readonly Row[];
  readonly removed: readonly string[];
}

/** A list as a query gave it, with its place in the stream. */
export interface RowSnapshot<Row> {
  readonly rows: readonly Row[];
  readonly position: StreamPosition;
}

/** Which keys the last change touched; `null` when the whole list was replaced. */
export type ChangedKeys = ReadonlySet<string> | null;

/** Rows outside React: a component follows one row, or the list, and is rendered only when that changed. */
export interface RowStore<Row extends KeyedRow> {
  getRow(key: string): Row | undefined;
  getRows(): ReadonlyMap<string, Row>;
  /** Grows by one with every change of any row. */
  getVersion(): number;
  /** How many changes wait while the store is paused. */
  getHeldCount(): number;
  getPosition(): StreamPosition | null;
  subscribeRow(key: string, listener: () => void): () => void;
  subscribe(listener: (changed: ChangedKeys) => void): () => void;
  /** Replaces the list; while paused, all but the first waits. Rows that are equal keep their identity. */
  applySnapshot(snapshot: RowSnapshot<Row>): void;
  /** Merges what the stream said; a delta that the snapshot already holds changes nothing. */
  applyDelta(delta: RowDelta<Row>): void;
  /** While paused, changes are kept and not shown; they are applied at once when it ends. */
  setPaused(paused: boolean): void;
}

/** Makes an empty store. Until its first snapshot it keeps the deltas that arrive, as they may be later than it. */
export function createRowStore<Row extends KeyedRow>(): RowStore<Row> {
  let rows: ReadonlyMap<string, Row> = new Map();
  let position: StreamPosition | null = null;
  let version = 0;
  let paused = false;
  let early: RowDelta<Row>[] = [];
  let held = new Map<string, Row | null>();
  const listeners = new Set<(changed: ChangedKeys) => void>();
  const rowListeners = new Map<string, Set<() => void>>();

  function publish(changed: ChangedKeys) {
    version += 1;
    const keys = changed ?? rowListeners.keys();
    for (const key of keys) for (const listener of rowListeners.get(key) ?? []) listener();
    for (const listener of listeners) listener(changed);
  }

  function applyChanges(changes: ReadonlyMap<string, Row | null>) {
    if (changes.size === 0) return;
    const next = new Map(rows);
    for (const [key, row] of changes) {
      if (row) next.set(key, row);
      else next.delete(key);
    }
    rows = next;
    publish(new Set(changes.keys()));
  }

  const store: RowStore<Row> = {
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
    applySnapshot: (snapshot) => {
      const first = position === null;
      position = snapshot.position;
      if (paused && !first) {
        held = differenceOf(rows, snapshot.rows);
        for (const listener of listeners) listener(new Set());
      } else {
        rows = mergeSnapshot(rows, snapshot.rows);
        held = new Map();
        publish(null);
      }
      const waiting = early;
      early = [];
      for (const delta of waiting) store.applyDelta(delta);
    },
    applyDelta: (delta) => {
      if (position?.epoch !== delta.epoch) {
        early.push(delta);
        return;
      }
      if (delta.seq < position.seq) return;
      const changes = changesOf(delta, paused ? null : rows);
      position = { epoch: delta.epoch, seq: delta.seq };
      if (!paused) return applyChanges(changes);
      for (const [key, row] of changes) held.set(key, row);
      for (const listener of listeners) listener(new Set());
    },
    setPaused: (value) => {
      paused = value;
      if (paused) return;
      const waiting = held;
      held = new Map();
      applyChanges(waiting);
    },
  };
  return store;
}

function subscribeTo<T>(set: Set<T>, listener: T): () => void {
  set.add(listener);
  return () => set.delete(listener);
}

/** Key → its new row, or null where it is gone; what `rows` already says is left out. */
function changesOf<Row extends KeyedRow>(delta: RowDelta<Row>, rows: ReadonlyMap<string, Row> | null) {
  const changes = new Map<string, Row | null>();
  for (const row of delta.rows) changes.set(row.key, row);
  for (const key of delta.removed) if (!rows || rows.has(key)) changes.set(key, null);
  return changes;
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
): ReadonlyMap<string, Row> {
  return new Map(
    rows.map((row) => {
      const known = previous.get(row.key);
      return [row.key, known && isSame(known, row) ? known : row];
    }),
  );
}

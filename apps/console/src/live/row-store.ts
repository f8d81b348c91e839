import type { StreamPosition } from "@horizon/contracts";
import { isSame } from "./is-same";
import type { KeyedRow } from "./keyed-row";
import { joinSaid, type RowPatch, rowAfter, type Said } from "./row-patch";

/** What the stream says of a topic since the last flush. */
export interface RowDelta<Row extends KeyedRow> {
  readonly epoch: string;
  readonly seq: number;
  /** Rows as a whole. */
  readonly rows: readonly Row[];
  /** What changed of rows that were said before. */
  readonly patches: readonly RowPatch<Row>[];
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
  /** The stream has a gap here: what it said before cannot be put together with what it will say. */
  forgetHeard(): void;
  /** While paused, changes are kept and not shown; they are applied at once when it ends. */
  setPaused(paused: boolean): void;
}

/** What the stream said of a row, and when last. */
interface Heard<Row extends KeyedRow> {
  readonly epoch: string;
  readonly seq: number;
  readonly said: Said<Row>;
}

/** Rows that came and went are forgotten beyond this: no answer to a query is so late that it would need them. */
const maxHeard = 20_000;

/**
 * Makes an empty store. It remembers what the stream said, as the answer to a query may be older than that, however late
 * it arrives.
 */
export function createRowStore<Row extends KeyedRow>(): RowStore<Row> {
  let rows: ReadonlyMap<string, Row> = new Map();
  let position: StreamPosition | null = null;
  let version = 0;
  let paused = false;
  /** The longest unheard of first. */
  const heard = new Map<string, Heard<Row>>();
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

  function remember(key: string, epoch: string, seq: number, said: Said<Row>) {
    const earlier = heard.get(key);
    heard.delete(key);
    heard.set(key, { epoch, seq, said: joinSaid(earlier?.epoch === epoch ? earlier.said : undefined, said) });
    if (heard.size <= maxHeard) return;
    const [oldest] = heard.keys();
    if (oldest !== undefined) heard.delete(oldest);
  }

  /** The snapshot with all that the stream has said since it was made. */
  function bringUpToDate({ rows: given, position: { epoch, seq } }: RowSnapshot<Row>): RowSnapshot<Row> {
    const current = new Map(given.map((row) => [row.key, row]));
    let reached = seq;
    for (const [key, one] of heard) {
      if (one.epoch !== epoch) continue;
      if (one.seq < seq) {
        heard.delete(key);
        continue;
      }
      reached = Math.max(reached, one.seq);
      const row = rowAfter(current.get(key), one.said);
      if (row) current.set(key, row);
      else current.delete(key);
    }
    return { rows: [...current.values()], position: { epoch, seq: reached } };
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
      const snapshot = bringUpToDate(given);
      position = snapshot.position;
      if (paused && !first) {
        held = differenceOf(rows, snapshot.rows);
        for (const listener of listeners) listener(new Set());
      } else {
        rows = mergeSnapshot(rows, snapshot.rows);
        held = new Map();
        publish(null);
      }
    },
    applyDelta: (delta) => {
      const { epoch, seq } = delta;
      if (position?.epoch === epoch && seq < position.seq) return;
      const said = saidIn(delta);
      for (const [key, one] of said) remember(key, epoch, seq, one);
      if (position?.epoch !== epoch) return;
      const changes = new Map<string, Row | null>();
      for (const [key, one] of said) {
        const before = held.has(key) ? held.get(key) : rows.get(key);
        const row = rowAfter(before, one);
        if (row || before) changes.set(key, row);
      }
      position = { epoch, seq };
      if (!paused) return applyChanges(changes);
      for (const [key, row] of changes) held.set(key, row);
      for (const listener of listeners) listener(new Set());
    },
    forgetHeard: () => heard.clear(),
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

function saidIn<Row extends KeyedRow>({ rows, patches, removed }: RowDelta<Row>): Map<string, Said<Row>> {
  const said = new Map<string, Said<Row>>();
  for (const row of rows) said.set(row.key, { row });
  for (const patch of patches) said.set(patch.key, { patch });
  for (const key of removed) said.set(key, { row: null });
  return said;
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

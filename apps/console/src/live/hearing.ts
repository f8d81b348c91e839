import type { KeyedRow } from "./keyed-row";
import type { RowDelta, RowSnapshot } from "./row-delta";

/** What the stream said of a row, and when last. */
interface Heard<Row extends KeyedRow> {
  readonly epoch: string;
  seq: number;
  /** The row as a whole, as it was last said; null where it is gone, undefined where only changes of it were said. */
  readonly row: Row | null | undefined;
  /** What changed after that. */
  changes: Partial<Row> | null;
}

/** Rows that came and went are forgotten beyond this: no answer to a query is so late that it would need them. */
const maxHeard = 20_000;

/** What a stream said, remembered until a query's answer holds it. */
export interface Hearing<Row extends KeyedRow> {
  note(delta: RowDelta<Row>): void;
  /** The snapshot with all that the stream has said since it was made. */
  bringUpToDate(snapshot: RowSnapshot<Row>): RowSnapshot<Row>;
  forget(): void;
}

/** Remembers nothing yet. A note costs what its delta does: it joins what it is told, as a row changes more often than it is asked for. */
export function createHearing<Row extends KeyedRow>(): Hearing<Row> {
  const heard = new Map<string, Heard<Row>>();

  function noteRow(key: string, epoch: string, seq: number, row: Row | null) {
    heard.set(key, { epoch, seq, row, changes: null });
  }

  function noteChanges(key: string, epoch: string, seq: number, changes: Partial<Row>) {
    const known = heard.get(key);
    if (known?.epoch !== epoch || known.row === null) {
      heard.set(key, { epoch, seq, row: undefined, changes: { ...changes } });
      return;
    }
    known.seq = seq;
    if (known.changes) Object.assign(known.changes, changes);
    else known.changes = { ...changes };
  }

  /** The older half, so that it is seldom. What another epoch said is of no use beside this one's. */
  function forgetOldest(epoch: string) {
    const place = (one: Heard<Row>) => (one.epoch === epoch ? one.seq : -1);
    const oldestFirst = [...heard].sort(([, one], [, other]) => place(one) - place(other));
    for (const [key] of oldestFirst.slice(0, heard.size - maxHeard / 2)) heard.delete(key);
  }

  return {
    note({ epoch, seq, rows, patches, removed }) {
      for (const row of rows) noteRow(row.key, epoch, seq, row);
      for (const patch of patches) noteChanges(patch.key, epoch, seq, patch);
      for (const key of removed) noteRow(key, epoch, seq, null);
      if (heard.size > maxHeard) forgetOldest(epoch);
    },
    bringUpToDate({ rows, position: { epoch, seq } }) {
      const current = new Map(rows.map((row) => [row.key, row]));
      let reached = seq;
      for (const [key, one] of heard) {
        if (one.epoch !== epoch) continue;
        if (one.seq < seq) {
          heard.delete(key);
          continue;
        }
        reached = Math.max(reached, one.seq);
        const row = one.row === undefined ? current.get(key) : one.row;
        if (row) current.set(key, one.changes ? { ...row, ...one.changes } : row);
        else current.delete(key);
      }
      return { rows: [...current.values()], position: { epoch, seq: reached } };
    },
    forget: () => heard.clear(),
  };
}

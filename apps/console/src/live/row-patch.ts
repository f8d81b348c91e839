import type { KeyedRow } from "./keyed-row";

/** The fields of a row that changed, with their last values. */
export type RowPatch<Row extends KeyedRow> = KeyedRow & Partial<Row>;

/** What the stream said last of a row: the row as a whole, what changed of it, or null where it is gone. */
export type Said<Row extends KeyedRow> =
  | { readonly row: Row }
  | { readonly patch: RowPatch<Row> }
  | { readonly row: null };

/** What two things said of a row, one after the other, say together. */
export function joinSaid<Row extends KeyedRow>(earlier: Said<Row> | undefined, later: Said<Row>): Said<Row> {
  if (!("patch" in later) || !earlier) return later;
  if ("patch" in earlier) return { patch: { ...earlier.patch, ...later.patch } };
  return earlier.row ? { row: { ...earlier.row, ...later.patch } } : later;
}

/** The row after what was said of it; null where it is gone, or where only changes of it are known. */
export function rowAfter<Row extends KeyedRow>(row: Row | null | undefined, said: Said<Row>): Row | null {
  if (!("patch" in said)) return said.row;
  return row ? { ...row, ...said.patch } : null;
}

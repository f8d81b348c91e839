import type { StreamPosition } from "@horizon/contracts";
import type { KeyedRow } from "./keyed-row";

/** The fields of a row that changed, with their last values. */
export type RowPatch<Row extends KeyedRow> = KeyedRow & Partial<Row>;

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

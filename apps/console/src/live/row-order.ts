import type { KeyedRow } from "./keyed-row";
import type { RowChange } from "./row-store";

/** Which rows a list shows and in which order. */
export interface RowOrder<Row> {
  readonly matches: (row: Row) => boolean;
  readonly compare: (a: Row, b: Row) => number;
}

/** Keys of the rows that match, in order. Ties are broken by key, so that equal rows never swap. */
export function orderKeys<Row extends KeyedRow>(
  rows: ReadonlyMap<string, Row>,
  order: RowOrder<Row>,
): string[] {
  return [...rows.values()]
    .filter(order.matches)
    .sort((a, b) => compareRows(order, a, b))
    .map((row) => row.key);
}

/**
 * The order after k rows changed, without sorting the rest again: k log n comparisons, and none of the others where
 * no change says anything of the order.
 * Gives back `previous` itself when nothing moved, so that a list of 5,000 rows is not rendered for a changed cell.
 */
export function reorderKeys<Row extends KeyedRow>(
  previous: readonly string[],
  changed: ReadonlyMap<string, RowChange<Row>>,
  rows: ReadonlyMap<string, Row>,
  order: RowOrder<Row>,
): readonly string[] {
  if (changed.values().every((change) => isPlacedAlike(change, order))) return previous;
  if (isStillInOrder(previous, changed, rows, order)) return previous;
  const kept: Row[] = [];
  for (const key of previous) {
    const row = changed.has(key) ? undefined : rows.get(key);
    if (row) kept.push(row);
  }
  const moved = [...changed.keys()]
    .map((key) => rows.get(key))
    .filter((row): row is Row => row !== undefined && order.matches(row))
    .sort((a, b) => compareRows(order, a, b));
  const next: string[] = [];
  let taken = 0;
  for (const row of moved) {
    const place = placeOf(kept, row, order, taken);
    for (; taken < place; taken += 1) next.push(keyAt(kept, taken));
    next.push(row.key);
  }
  for (; taken < kept.length; taken += 1) next.push(keyAt(kept, taken));
  return next;
}

/** Whether the order cannot tell the row from what it was. */
function isPlacedAlike<Row extends KeyedRow>(
  { before, after }: RowChange<Row>,
  order: RowOrder<Row>,
): boolean {
  if (!before || !after) return false;
  return order.matches(before) === order.matches(after) && order.compare(before, after) === 0;
}

/**
 * Whether the changed rows stand where they stood, as they mostly do: one comparison for each neighbour of a changed row.
 */
function isStillInOrder<Row extends KeyedRow>(
  previous: readonly string[],
  changed: ReadonlyMap<string, RowChange<Row>>,
  rows: ReadonlyMap<string, Row>,
  order: RowOrder<Row>,
): boolean {
  let shown = 0;
  let before: { row: Row; isChanged: boolean } | null = null;
  for (const key of previous) {
    const row = rows.get(key);
    if (!row) return false;
    const isChanged = changed.has(key);
    if (isChanged && !order.matches(row)) return false;
    if (isChanged) shown += 1;
    if (before && (isChanged || before.isChanged) && compareRows(order, before.row, row) > 0) return false;
    before = { row, isChanged };
  }
  if (shown === changed.size) return true;
  // The others were not shown, and may have come to match.
  const known = new Set(previous);
  for (const key of changed.keys()) {
    const row = known.has(key) ? undefined : rows.get(key);
    if (row && order.matches(row)) return false;
  }
  return true;
}

/** Where `row` belongs among `sorted`, from index `low` on: before the first that comes after it. */
function placeOf<Row extends KeyedRow>(
  sorted: readonly Row[],
  row: Row,
  order: RowOrder<Row>,
  low: number,
): number {
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other && compareRows(order, other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keyAt<Row extends KeyedRow>(rows: readonly Row[], index: number): string {
  return rows[index]?.key ?? "";
}

function compareRows<Row extends KeyedRow>(order: RowOrder<Row>, a: Row, b: Row): number {
  return order.compare(a, b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/**
 * The order to show while a person points into the list: every key keeps its place (a row that is gone leaves its
 * place empty) and new rows wait. `waiting` says how many.
 */
export function holdOrder(
  shown: readonly string[],
  wanted: readonly string[],
): { keys: readonly string[]; waiting: number } {
  if (shown === wanted) return { keys: shown, waiting: 0 };
  const known = new Set(shown);
  return { keys: shown, waiting: wanted.filter((key) => !known.has(key)).length };
}

import type { KeyedRow } from "./row-store";

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
 * The order after `changed` rows changed, without sorting the rest again: O(n + k log k).
 * Gives back `previous` itself when nothing moved, so that a list of 5,000 rows is not rendered for a changed cell.
 */
export function reorderKeys<Row extends KeyedRow>(
  previous: readonly string[],
  changed: ReadonlySet<string>,
  rows: ReadonlyMap<string, Row>,
  order: RowOrder<Row>,
): readonly string[] {
  const moved = [...changed]
    .map((key) => rows.get(key))
    .filter((row): row is Row => row !== undefined && order.matches(row))
    .sort((a, b) => compareRows(order, a, b));
  const next: string[] = [];
  let index = 0;
  for (const key of previous) {
    const row = changed.has(key) ? undefined : rows.get(key);
    if (!row) continue;
    for (let mover = moved[index]; mover && compareRows(order, mover, row) < 0; mover = moved[index]) {
      next.push(mover.key);
      index += 1;
    }
    next.push(key);
  }
  for (const mover of moved.slice(index)) next.push(mover.key);
  const same = next.length === previous.length && next.every((key, at) => key === previous[at]);
  return same ? previous : next;
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

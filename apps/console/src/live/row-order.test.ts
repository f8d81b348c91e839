import { expect, test } from "vitest";
import { holdOrder, orderKeys, reorderKeys } from "./row-order";

interface Row {
  key: string;
  n: number;
}
const rowsOf = (record: Record<string, number>) =>
  new Map(Object.entries(record).map(([key, n]): [string, Row] => [key, { key, n }]));
/** What turned one list into the other, at these keys. */
function changesOf(before: Map<string, Row>, after: Map<string, Row>, keys: readonly string[]) {
  return new Map(keys.map((key) => [key, { before: before.get(key), after: after.get(key) }]));
}
const order = { matches: (row: Row) => row.n >= 0, compare: (a: Row, b: Row) => a.n - b.n };

test("rows are filtered and sorted, ties by key", () => {
  expect(orderKeys(rowsOf({ c: 1, b: 2, a: 1, x: -1 }), order)).toEqual(["a", "c", "b"]);
});

test.each([
  { name: "a changed value that keeps its place", next: { a: 1, b: 2.5, c: 3 }, changed: ["b"] },
  { name: "a row that moves up", next: { a: 1, b: 2, c: 0 }, changed: ["c"] },
  { name: "a row that moves to the end", next: { a: 9, b: 2, c: 3 }, changed: ["a"] },
  { name: "new rows", next: { a: 1, b: 2, c: 3, d: 0, e: 9, f: 2 }, changed: ["d", "e", "f"] },
  { name: "a removed row", next: { a: 1, c: 3 }, changed: ["b"] },
  { name: "a row that no longer matches", next: { a: -1, b: 2, c: 3 }, changed: ["a"] },
  { name: "neighbours that change places", next: { a: 2.5, b: 1.5, c: 3 }, changed: ["a", "b"] },
  {
    name: "a row that comes before an equal one by its key",
    next: { a: 2, b: 2, c: 2 },
    changed: ["a", "c"],
  },
  { name: "a hidden row that still does not match", next: { a: 1, b: 2, c: 3, x: -2 }, changed: ["x"] },
  { name: "nothing that is known", next: { a: 1, b: 2, c: 3 }, changed: ["gone"] },
  { name: "everything", next: { a: 3, b: 1, c: 2, d: 0 }, changed: ["a", "b", "c", "d"] },
])("reordering after $name equals sorting anew", ({ next, changed }) => {
  const before = rowsOf({ a: 1, b: 2, c: 3 });
  const rows = rowsOf(next as unknown as Record<string, number>);
  expect(reorderKeys(orderKeys(before, order), changesOf(before, rows, changed), rows, order)).toEqual(
    orderKeys(rows, order),
  );
});

test("an order in which nothing moved is the same array", () => {
  const before = rowsOf({ a: 1, b: 2 });
  const previous = orderKeys(before, order);
  for (const a of [1, 1.5]) {
    const rows = rowsOf({ a, b: 2 });
    expect(reorderKeys(previous, changesOf(before, rows, ["a"]), rows, order)).toBe(previous);
  }
});

test("a held order keeps every place and counts what waits", () => {
  expect(holdOrder(["a", "b"], ["n", "b", "m"])).toEqual({ keys: ["a", "b"], waiting: 2 });
});

import { expect, test } from "vitest";
import { type Column, comparatorOf, nextSort, parseSort } from "./column";

interface Row {
  name: string;
  n: number;
}
const byName = (a: Row, b: Row) => a.name.localeCompare(b.name);
const columns: Column<Row>[] = [
  { id: "name", header: "Name", cell: (row) => row.name, compare: byName },
  { id: "n", header: "Number", cell: (row) => row.n, compare: (a, b) => a.n - b.n },
  { id: "icon", header: "Icon", cell: () => null },
];

test.each([
  ["n.desc", { column: "n", direction: "desc" }],
  ["n", { column: "n", direction: "asc" }],
  ["icon.asc", null],
  ["gone.asc", null],
  ["n.sideways", null],
  ["", null],
])("the address %j sorts by %j", (text, sort) => {
  expect(parseSort(text, columns)).toEqual(sort);
});

test("pressing a head goes through ascending, descending and none", () => {
  const first = nextSort(null, "n");
  const second = nextSort(first, "n");
  expect([first?.direction, second?.direction, nextSort(second, "n")]).toEqual(["asc", "desc", null]);
});

test("equal rows keep the page's own order in both directions", () => {
  const rows = [
    { name: "b", n: 1 },
    { name: "a", n: 1 },
    { name: "c", n: 2 },
  ];
  const sorted = rows.toSorted(comparatorOf(columns, { column: "n", direction: "desc" }, byName));
  expect(sorted.map(({ name }) => name)).toEqual(["c", "a", "b"]);
});

import { expect, test } from "vitest";
import type { Column } from "./column";
import { drawnAlike } from "./drawn-alike";

interface Row {
  readonly name: string;
  readonly ready: number;
  readonly images: readonly string[];
}
const name: Column<Row> = { id: "name", header: "Name", uses: ["name"], cell: (row) => row.name };
const images: Column<Row> = { id: "images", header: "Images", uses: ["images"], cell: (row) => row.images };
const ready: Column<Row> = { id: "ready", header: "Ready", uses: ["ready"], text: (row) => `${row.ready}` };
const anything: Column<Row> = { id: "any", header: "Any", cell: (row) => JSON.stringify(row) };
const before: Row = { name: "api", ready: 1, images: ["a"] };

test.each([
  ["a text changed", [name, ready], { ready: 2 }, true],
  ["what a cell is drawn from changed", [name, ready], { name: "web" }, false],
  ["what no shown cell is drawn from changed", [name, ready], { images: ["b"] }, true],
  ["an equal value came anew", [name, images], { images: ["a"] }, true],
  ["a value within changed", [name, images], { images: ["b"] }, false],
  [
    "a text changed beside a cell that does not say what it is drawn from",
    [ready, anything],
    { ready: 2 },
    false,
  ],
  ["nothing is drawn but texts", [ready], { name: "web", ready: 2 }, true],
] as [string, Column<Row>[], Partial<Row>, boolean][])("%s: drawn alike %#", (_, columns, change, alike) => {
  expect(drawnAlike(columns)(before, { ...before, ...change })).toBe(alike);
});

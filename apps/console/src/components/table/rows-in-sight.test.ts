import { expect, test } from "vitest";
import { rowsInSight } from "./rows-in-sight";

test.each([
  { name: "the top of a list", top: 200, count: 5000, range: { first: 0, end: 26 } },
  { name: "its middle", top: -32_000, count: 5000, range: { first: 996, end: 1033 } },
  { name: "its end", top: -159_200, count: 5000, range: { first: 4971, end: 5000 } },
  { name: "a list that is shorter than the window", top: 200, count: 3, range: { first: 0, end: 3 } },
  { name: "a list below the window", top: 2000, count: 5000, range: { first: 0, end: 0 } },
  { name: "a list above the window", top: -9000, count: 100, range: { first: 100, end: 100 } },
  { name: "no rows", top: 200, count: 0, range: { first: 0, end: 0 } },
])("$name", ({ top, count, range }) => {
  expect(rowsInSight({ top, windowHeight: 900, rowHeight: 32 }, count, 4)).toEqual(range);
});

test("fewer beyond the edges where fewer are asked for", () => {
  expect(rowsInSight({ top: -32_000, windowHeight: 900, rowHeight: 32 }, 5000, 1)).toEqual({
    first: 999,
    end: 1030,
  });
});

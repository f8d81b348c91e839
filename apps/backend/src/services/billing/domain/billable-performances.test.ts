import { expect, test } from "vitest";
import { billablePerformances } from "./billable-performances.ts";

const line = (line_id: string, quantity: number) => ({
  line_id,
  quantity,
  kind: "round_mailed" as const,
  description: "A round",
  unit_price_cents: 2_900,
});
const performed = (...lineIds: string[]) =>
  lineIds.map((lineId, index) => ({ lineId, id: `${lineId}${index}` }));

test.each([
  ["within the total", performed("a", "a"), [line("a", 6)], {}, ["a0", "a1"]],
  ["the last one that it covers", performed("a", "a"), [line("a", 6)], { a: 5 }, ["a0"]],
  ["beyond it", performed("a"), [line("a", 6)], { a: 6 }, []],
  ["each line by itself", performed("a", "b", "a"), [line("a", 1), line("b", 1)], {}, ["a0", "b1"]],
  ["an unknown line is left to the guard", performed("x"), [line("a", 1)], {}, ["x0"]],
])("CROA-3 %s", (_name, performances, lines, billed, expected) => {
  const billable = billablePerformances(performances, lines, new Map(Object.entries(billed)));
  expect(billable.map(({ id }) => id)).toEqual(expected);
});

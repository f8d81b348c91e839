import { compareHealth, healthStates } from "@horizon/contracts";
import { expect, test } from "vitest";
import { compareWorstFirst, healthStatesWorstFirst } from "./health-order";

test("the order of the console is that of the contracts, reversed", () => {
  expect([...healthStatesWorstFirst]).toEqual([...healthStates].reverse());
  for (const a of healthStates) {
    for (const b of healthStates) {
      expect(Math.sign(compareWorstFirst(a, b))).toBe(Math.sign(compareHealth(b, a)));
    }
  }
});

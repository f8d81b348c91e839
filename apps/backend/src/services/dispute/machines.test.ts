import { describe, expect, test } from "vitest";
import { itemMachine, letterMachine, roundMachine } from "./machines.ts";

/** Every pair of states, from the table alone. */
describe.each([
  ["item", itemMachine],
  ["round", roundMachine],
  ["letter", letterMachine],
] as const)("the machine of a %s", (_name, machine) => {
  const { states, edges } = machine as {
    states: readonly string[];
    edges: Record<string, readonly string[]>;
  };
  const assertEdge = machine.assertEdge as (from: string, to: string) => void;
  test.each(states.flatMap((from) => states.map((to) => [from, to] as const)))("%s → %s", (from, to) => {
    if (edges[from]?.includes(to)) {
      expect(() => assertEdge(from, to)).not.toThrow();
      return;
    }
    expect(() => assertEdge(from, to)).toThrow(
      expect.objectContaining({ problem: "state.invalid_transition", status: 409 }),
    );
  });
});

import { contractStatuses, customerStatuses } from "@horizon/contracts/backend";
import { describe, expect, test } from "vitest";
import { contractMachine, customerMachine, privacyMachine } from "./machines.ts";

interface AnyMachine {
  readonly name: string;
  readonly edges: Readonly<Record<string, readonly string[]>>;
  assertEdge(from: string, to: string): void;
}

describe("what the tables do not list cannot happen", () => {
  const pairs = [contractMachine, customerMachine, privacyMachine].flatMap((machine) =>
    machine.states.flatMap((from) =>
      machine.states.map(
        (to) => ({ machine, from, to }) as { machine: AnyMachine; from: string; to: string },
      ),
    ),
  );
  test.each(pairs)("$machine.name: $from → $to", ({ machine, from, to }) => {
    const listed = machine.edges[from]?.includes(to) ?? false;
    const attempt = () => machine.assertEdge(from, to);
    if (listed) expect(attempt).not.toThrow();
    else
      expect(attempt).toThrow(expect.objectContaining({ problem: "state.invalid_transition", status: 409 }));
  });
});

test("the tables know every state that other services are told of", () => {
  expect([...contractMachine.states].sort()).toEqual([...contractStatuses].sort());
  expect([...customerMachine.states].sort()).toEqual([...customerStatuses].sort());
});

test("CROA-12 whatever a contract is, it can turn out to be void; nothing leads out of that", () => {
  const others = contractMachine.states.filter((state) => state !== "void");
  expect(others.filter((state) => !contractMachine.allows(state, "void"))).toEqual([]);
  expect(contractMachine.edges.void).toEqual([]);
});

test("a customer is disposed of only after the end, and for good", () => {
  expect(customerMachine.states.filter((state) => customerMachine.allows(state, "disposed"))).toEqual([
    "cancelled",
    "completed",
  ]);
  expect(customerMachine.edges.disposed).toEqual([]);
});

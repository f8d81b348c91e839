import { disputeOutcomes } from "@horizon/contracts/backend";
import { describe, expect, test } from "vitest";
import { isDeletion, isFoundInaccurate, itemEdges, outcomeOfFurnisherCode } from "./item-state.ts";

test("FCRA-6 every answer of an agency has an outcome, and from every outcome there is a way on", () => {
  for (const outcome of disputeOutcomes) {
    expect(itemEdges.investigating, outcome).toContain(outcome);
    expect(itemEdges[outcome].length, outcome).toBeGreaterThan(0);
  }
  expect(disputeOutcomes).toEqual(expect.arrayContaining(["deleted", "updated", "verified", "no_response"]));
});

test("FCRA-7 and FCRA-10 what was deleted, expedited or not, is resolved and can only be reinserted", () => {
  for (const outcome of ["deleted", "deleted_fraud", "deleted_expedited"] as const) {
    expect(isDeletion(outcome)).toBe(true);
    expect(itemEdges[outcome]).toEqual(["resolved"]);
  }
  expect(itemEdges.resolved).toEqual(["reinserted"]);
});

describe("how furnishers answer", () => {
  test.each([
    ["01", "verified"],
    ["03", "deleted"],
    ["07", "deleted_fraud"],
    ["21", "updated"],
    ["22", "updated"],
    ["23", "verified_other_updated"],
    ["24", "updated"],
    ["04", undefined],
  ])("code %s means %s", (code, outcome) => {
    expect(outcomeOfFurnisherCode[code]).toBe(outcome);
  });

  test("FCRA-2 what was deleted or corrected was inaccurate; what was verified was not", () => {
    expect(isFoundInaccurate("updated")).toBe(true);
    expect(isFoundInaccurate("deleted")).toBe(true);
    expect(isFoundInaccurate("verified_other_updated")).toBe(false);
    expect(isFoundInaccurate("frivolous")).toBe(false);
  });
});

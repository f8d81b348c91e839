import { describe, expect, it } from "vitest";
import { changedFields, joinChanged } from "./changed-fields.ts";

describe("what changed of a row", () => {
  const row = { key: "a", ready: 1, health: { state: "Healthy" }, hpa: null };
  it.each([
    ["nothing", {}, []],
    ["a value", { ready: 2 }, ["ready"]],
    ["something inside of a field", { health: { state: "Failed" } }, ["health"]],
    ["from nothing to something", { hpa: { replicas: 1 } }, ["hpa"]],
    ["a field that is new", { note: "x" }, ["note"]],
    ["a field that is gone, which only the whole row can say", { ready: undefined }, null],
  ])("%s", (_case, change, fields) => {
    expect(changedFields(row, { ...row, ...change })).toEqual(fields);
  });

  it("does not take an equal value of another identity for a change", () => {
    expect(changedFields(row, structuredClone(row))).toEqual([]);
  });

  it.each([
    ["the fields of both", ["a", "b"], ["b", "c"], ["a", "b", "c"]],
    ["all, where the earlier was all", null, ["a"], null],
    ["all, where the later is all", ["a"], null, null],
  ])("two changes together are %s", (_case, earlier, later, joined) => {
    expect(joinChanged(earlier, later)).toEqual(joined);
  });
});

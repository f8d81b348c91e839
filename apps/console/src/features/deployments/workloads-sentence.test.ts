import type { HealthState } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { workloadRowOf } from "./testing/workload-row-of.ts";
import { namespaceSentence, summariseNamespaces } from "./workload-groups.ts";
import { workloadsSentence } from "./workloads-sentence.ts";

function rowsIn(...states: HealthState[]) {
  return states.map((state, index) => workloadRowOf({ name: `w${index}`, health: { state, reason: "" } }));
}

describe("workloadsSentence", () => {
  test.each<[HealthState[], string]>([
    [[], "No workloads in this environment"],
    [["Healthy"], "The one workload is healthy"],
    [["Healthy", "Healthy"], "All 2 workloads are healthy"],
    [["Failed", "Healthy", "Unknown"], "2 of 3 workloads need attention"],
    [["Degraded", "Paused", "Healthy"], "1 of 3 workloads needs attention; 1 is paused"],
    [["Progressing", "Progressing", "Healthy"], "2 are progressing; 1 of 3 workloads healthy"],
  ])("%j", (states, sentence) => {
    expect(workloadsSentence(rowsIn(...states))).toBe(sentence);
  });
});

describe("summariseNamespaces", () => {
  test("counts what needs attention, in an order that no update changes", () => {
    const rows = [
      workloadRowOf({ name: "z", namespace: "b", health: { state: "Failed", reason: "" } }),
      workloadRowOf({ name: "a", namespace: "a" }),
      workloadRowOf({ name: "b", namespace: "b" }),
    ];
    const groups = summariseNamespaces(rows);
    expect(groups.map((group) => [group.namespace, namespaceSentence(group)])).toEqual([
      ["a", "1 workload"],
      ["b", "2 workloads, 1 needs attention"],
    ]);
  });
});

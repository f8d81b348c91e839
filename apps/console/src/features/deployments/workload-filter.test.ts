import { describe, expect, test } from "vitest";
import { workloadRowOf } from "./testing/workload-row-of.ts";
import { matchesWorkload, type WorkloadFilter } from "./workload-filter.ts";

const everything: WorkloadFilter = { text: "", states: [], kinds: [], namespaces: [] };
const row = workloadRowOf({
  name: "api-gateway",
  kind: "Rollout",
  health: { state: "Degraded", reason: "x" },
});

describe("matchesWorkload", () => {
  test.each<[string, Partial<WorkloadFilter>, boolean]>([
    ["nothing filtered", {}, true],
    ["part of the name, in any case", { text: "GATE" }, true],
    ["words in any order, each somewhere", { text: "production gateway" }, true],
    ["an image's tag", { text: ":1.0.0" }, true],
    ["one word that occurs nowhere", { text: "gateway staging" }, false],
    ["blank text", { text: "   " }, true],
    ["its state among several", { states: ["Failed", "Degraded"] }, true],
    ["another state", { states: ["Healthy"] }, false],
    ["its kind", { kinds: ["Rollout"] }, true],
    ["another kind", { kinds: ["Deployment"] }, false],
    ["its namespace", { namespaces: ["horizon-production"] }, true],
    ["another namespace", { namespaces: ["horizon-staging"] }, false],
    ["all filters have to pass", { text: "gateway", kinds: ["Deployment"] }, false],
  ])("%s", (_case, filter, expected) => {
    expect(matchesWorkload(row, { ...everything, ...filter })).toBe(expected);
  });
});

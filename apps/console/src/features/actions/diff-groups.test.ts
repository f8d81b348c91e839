import { describe, expect, test } from "vitest";
import { diffSentence, groupDiff } from "./diff-groups.ts";

const changes = [
  { path: "spec.template.metadata.labels.version", before: "1", after: "2" },
  { path: "spec.template.spec.containers[api].resources.limits.cpu", before: null, after: "500m" },
  { path: "spec.template.spec.containers[api].image", before: "api:1", after: "api:2" },
  { path: "spec.template.spec.initContainers[migrate]", before: "x", after: null },
  { path: "spec.template.spec.terminationGracePeriodSeconds", before: "30", after: "60" },
  { path: "spec.replicas", before: "3", after: "4" },
];

describe("groupDiff", () => {
  test("containers come first with the image on top, then the template, the labels and the rest", () => {
    const groups = groupDiff(changes).map((group) => [group.title, group.changes.map((line) => line.label)]);
    expect(groups).toEqual([
      ["Container api", ["image", "resources.limits.cpu"]],
      ["Init container migrate", ["whole container"]],
      ["Pod template", ["terminationGracePeriodSeconds"]],
      ["Labels and annotations", ["labels.version"]],
      ["Workload", ["replicas"]],
    ]);
  });

  test("what has no before is added, what has no after is removed", () => {
    const kinds = groupDiff(changes).flatMap((group) => group.changes.map((line) => [line.label, line.kind]));
    expect(Object.fromEntries(kinds)).toMatchObject({
      image: "changed",
      "resources.limits.cpu": "added",
      "whole container": "removed",
    });
  });

  test("paths relative to a pod template are understood too", () => {
    expect(groupDiff([{ path: "spec.containers[api].image", before: "a", after: "b" }])[0]?.title).toBe(
      "Container api",
    );
  });

  test("the sentence counts each kind, and an empty diff says so", () => {
    expect(diffSentence(changes)).toBe("4 fields changed, 1 added, 1 removed");
    expect(diffSentence([])).toBe("Nothing differs");
  });
});

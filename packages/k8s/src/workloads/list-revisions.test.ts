import { describe, expect, it } from "vitest";
import { canaryReplicaSets, rolloutOf } from "../testing/fixtures.ts";
import { diffRevisions, listRevisions } from "./list-revisions.ts";
import type { Workload } from "./workload-row.ts";

const rollout: Workload = { kind: "Rollout", object: rolloutOf() };
describe("revisions", () => {
  it("are newest first, with the part that each plays", () => {
    expect(
      listRevisions(rollout, canaryReplicaSets()).map(({ revision, role, version }) => [
        revision,
        role,
        version,
      ]),
    ).toEqual([
      [2, "canary", "2.0.0"],
      [1, "stable", "1.0.0"],
    ]);
  });

  it("differ by what a person wrote, not by hashes", () => {
    const [from, to] = canaryReplicaSets();
    if (!from || !to) throw new Error("fixture");
    expect(diffRevisions(from, to)).toEqual([
      {
        path: "spec.template.spec.containers[web].image",
        before: "registry.example/web:1.0.0",
        after: "registry.example/web:2.0.0",
      },
    ]);
  });
});

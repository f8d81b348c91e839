import { describe, expect, it } from "vitest";
import {
  canaryReplicaSets,
  deploymentOf,
  namespace,
  type RolloutFixture,
  replicaSetOf,
  rolloutOf,
} from "../testing/fixtures.ts";
import { describeTemplateChange } from "./describe-template-change.ts";
import type { Workload } from "./workload-row.ts";

const target = { environment: "production", kind: "Rollout", namespace, name: "web" } as const;
const rolloutIn = (fixture: RolloutFixture = {}): Workload => ({
  kind: "Rollout",
  object: rolloutOf(fixture),
});
const replicaSets = [
  ...canaryReplicaSets(),
  replicaSetOf("older", { replicas: 0 }, { revision: 0, version: "0.9.0" }),
];
const rollBack = (workload: Workload, revision: number) =>
  describeTemplateChange({ action: "workload.rollBack", target, revision }, workload, replicaSets);

describe("describeTemplateChange", () => {
  it("back to the stable version in the middle of a canary: at once, without steps", () => {
    expect(rollBack(rolloutIn(), 1)).toBe(
      "2.0.0 → 1.0.0: the pod template goes back to that of revision 1. That is the stable version: all traffic returns to it at once, and no step runs.",
    );
  });

  it("back to any other version: a canary of its own, which an incident has no time for", () => {
    const promoted = { status: { stableRS: "new", currentPodHash: "new", pauseConditions: null } };
    expect(rollBack(rolloutIn(promoted), 1)).toBe(
      "2.0.0 → 1.0.0: the pod template goes back to that of revision 1. It begins as a canary, with all 6 steps from the first.",
    );
    const windowed = { ...promoted, spec: { rollbackWindow: { revisions: 3 } } };
    expect(rollBack(rolloutIn(windowed), 1)).toContain(
      "unless it is within the rollback window of 3 revisions",
    );
  });

  it("without steps the pace says how, and without another version only the revision is named", () => {
    expect(rollBack(rolloutIn({ steps: [] }), 1)).toBe(
      "2.0.0 → 1.0.0: the pod template goes back to that of revision 1.",
    );
    expect(rollBack(rolloutIn({ steps: [] }), 2)).toBe("The pod template goes back to that of revision 2.");
    expect(rollBack(rolloutIn({ steps: [] }), 77)).toBe("The pod template goes back to that of revision 77.");
  });

  it("another image: from which to which, and that it begins as a canary", () => {
    const command = { action: "workload.setImage", target, container: "web", image: "web:3" } as const;
    expect(describeTemplateChange(command, rolloutIn(), replicaSets)).toBe(
      "Container web: registry.example/web:2.0.0 → web:3. It begins as a canary, with all 6 steps from the first.",
    );
    const deployment: Workload = { kind: "Deployment", object: deploymentOf() };
    expect(describeTemplateChange(command, deployment, [])).not.toContain("canary");
  });
});

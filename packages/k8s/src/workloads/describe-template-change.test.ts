import { describe, expect, it } from "vitest";
import {
  canaryReplicaSets,
  deploymentOf,
  namespace,
  type RolloutFixture,
  replicaSetOf,
  rolloutOf,
  templateOf,
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
const setImage = (workload: Workload, image: string, kept = replicaSets) =>
  describeTemplateChange({ action: "workload.setImage", target, container: "web", image }, workload, kept);
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
    expect(setImage(rolloutIn(), "web:3")).toBe(
      "Container web: registry.example/web:2.0.0 → web:3. It begins as a canary, with all 6 steps from the first.",
    );
    const deployment: Workload = { kind: "Deployment", object: deploymentOf() };
    expect(setImage(deployment, "web:3", [])).not.toContain("canary");
  });

  it("the image of the stable version: the same as rolling back to it", () => {
    expect(setImage(rolloutIn(), "registry.example/web:1.0.0")).toBe(
      "Container web: registry.example/web:2.0.0 → registry.example/web:1.0.0. That is the stable version: all traffic returns to it at once, and no step runs.",
    );
    const dynamic = rolloutIn({ canary: { dynamicStableScale: true, trafficRouting: {} } });
    expect(setImage(dynamic, "registry.example/web:1.0.0")).toContain(
      "traffic returns to it as its pods come up, and no step runs",
    );
  });

  it("the image of the stable version in a template that differs otherwise: a canary all the same, and what spares it", () => {
    const [stable, canary] = canaryReplicaSets();
    const template = {
      ...canary?.spec.template,
      spec: templateOf("2.0.0", { nodeSelector: { disk: "ssd" } }).spec,
    };
    const other = [stable, canary && { ...canary, spec: { ...canary.spec, template } }].filter(
      (one) => !!one,
    );
    const workload = rolloutIn({
      spec: { template: templateOf("2.0.0", { nodeSelector: { disk: "ssd" } }) },
    });
    expect(setImage(workload, "registry.example/web:1.0.0", other)).toContain(
      "It begins as a canary, with all 6 steps from the first. The stable version has this image, but a pod template that differs otherwise: rolling back to revision 1 returns to it without steps.",
    );
    expect(setImage(workload, "web:3", other)).not.toContain("stable version");
  });

  it("what the API server filled into the ReplicaSets makes no other version of them", () => {
    const filled = canaryReplicaSets().map((one) => ({
      ...one,
      spec: {
        ...one.spec,
        template: { ...one.spec.template, spec: { ...one.spec.template?.spec, restartPolicy: "Always" } },
      },
    }));
    expect(setImage(rolloutIn(), "registry.example/web:1.0.0", filled)).toContain(
      "That is the stable version",
    );
  });

  it("the image of an older version: a canary, unless its window spares the steps", () => {
    const windowed = rolloutIn({ spec: { rollbackWindow: { revisions: 3 } } });
    expect(setImage(windowed, "registry.example/web:0.9.0")).toContain(
      "unless it is within the rollback window of 3 revisions",
    );
  });

  it("while no version is stable yet the controller takes no steps", () => {
    expect(setImage(rolloutIn({ status: { stableRS: "", currentPodHash: "new" } }), "web:3")).toContain(
      "No version is stable yet: it goes to all pods at once, and no step runs.",
    );
  });
});

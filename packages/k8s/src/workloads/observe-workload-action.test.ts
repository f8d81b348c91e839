import { describe, expect, it } from "vitest";
import { deploymentOf, hpaOf, templateOf } from "../testing/fixtures.ts";
import { observeDeploymentChange, observeScale, observeScaleBounds } from "./observe-workload-action.ts";
import type { Workload } from "./workload-row.ts";

describe("observing", () => {
  const after = (status: object, generation = 3) =>
    deploymentOf({ metadata: { generation }, status: { observedGeneration: 3, ...status } });
  it.each([
    ["the cluster has not reported it", deploymentOf(), "pending"],
    ["not seen by the controller", after({ observedGeneration: 2 }), "pending"],
    [
      "pods are being replaced",
      after({ replicas: 4, updatedReplicas: 2, availableReplicas: 3 }),
      "progressing",
    ],
    ["all replaced", after({ replicas: 3, updatedReplicas: 3, availableReplicas: 3 }), "processed"],
  ])("a template change: %s", (_name, current, state) => {
    const before = deploymentOf({ spec: { template: templateOf("0.9.0") } });
    expect(observeDeploymentChange(before, current).state).toBe(state);
  });

  it.each([
    ["taken back, as a GitOps tool does", "0.9.0", "another writer took it back, such as a GitOps tool"],
    ["overtaken by another image", "1.1.0", "another change set the image to registry.example/web:1.1.0"],
  ])("an image that is %s is not said to have come to all pods", (_name, version, message) => {
    const before = deploymentOf({ spec: { template: templateOf("0.9.0") } });
    const current = deploymentOf({
      metadata: { generation: 4 },
      spec: { template: templateOf(version) },
      status: { observedGeneration: 4, replicas: 3, updatedReplicas: 3, availableReplicas: 3 },
    });
    const wanted = { container: "web", image: "registry.example/web:1.0.0" };
    expect(observeDeploymentChange(before, current, wanted)).toEqual({ state: "overtaken", message });
  });

  it("a scale that an autoscaler overrules is not said to wait for the controller", () => {
    const before = deploymentOf({ spec: { replicas: 3 } });
    const current = deploymentOf({ metadata: { generation: 4 }, spec: { replicas: 6 } });
    expect(observeScale({ kind: "Deployment", object: current }, 4, before)).toEqual({
      state: "overtaken",
      message: "another writer set it to 6 pods, such as an autoscaler",
    });
    const untouched: Workload = { kind: "Deployment", object: before };
    expect(observeScale(untouched, 4, before).state).toBe("pending");
  });

  it("a scale is done when the pods are there", () => {
    const at = (readyReplicas: number): Workload => ({
      kind: "Deployment",
      object: deploymentOf({ status: { readyReplicas } }),
    });
    expect([
      observeScale(at(2), 3).state,
      observeScale(at(3), 3).state,
      observeScale(at(3), 4).state,
    ]).toEqual(["progressing", "processed", "pending"]);
  });

  it.each([
    [1, "its pod was replaced", "1 pod ready"],
    [3, "all 3 pods replaced", "3 pods ready"],
  ])("counts %i in words that fit", (replicas, replaced, ready) => {
    const counts = {
      replicas,
      updatedReplicas: replicas,
      availableReplicas: replicas,
      readyReplicas: replicas,
    };
    const current = deploymentOf({
      metadata: { generation: 3 },
      spec: { replicas },
      status: { observedGeneration: 3, ...counts },
    });
    const before = deploymentOf({ spec: { template: templateOf("0.9.0") } });
    expect(observeDeploymentChange(before, current).message).toBe(replaced);
    expect(observeScale({ kind: "Deployment", object: current }, replicas).message).toBe(ready);
  });

  it("bounds are in force when the spec has them", () => {
    const bounds = { minReplicas: 3, maxReplicas: 20 };
    expect(observeScaleBounds(hpaOf(3, 20), bounds).state).toBe("processed");
    expect(observeScaleBounds(hpaOf(3, 10), bounds).state).toBe("pending");
  });
});

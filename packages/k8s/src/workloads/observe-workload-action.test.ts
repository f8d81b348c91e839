import { describe, expect, it } from "vitest";
import { deploymentOf, hpaOf } from "../testing/fixtures.ts";
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
    expect(observeDeploymentChange(deploymentOf(), current).state).toBe(state);
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

  it("bounds are in force when the spec has them", () => {
    const bounds = { minReplicas: 3, maxReplicas: 20 };
    expect(observeScaleBounds(hpaOf(3, 20), bounds).state).toBe("processed");
    expect(observeScaleBounds(hpaOf(3, 10), bounds).state).toBe("pending");
  });
});

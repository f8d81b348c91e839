import { describe, expect, it } from "vitest";
import type { Rollout, RolloutStatus } from "../kubernetes/rollout.ts";
import { replicaSetOf, rolloutOf } from "../testing/fixtures.ts";
import { getActualWeight, getStableWeight } from "./canary-weights.ts";

describe("weights where others take traffic too", () => {
  const weightsOf = (rollout: Rollout, [canary, stable]: [number, number]) => {
    const set = (hash: string, available: number) => replicaSetOf(hash, { replicas: available });
    const [newSet, oldSet] = [set("new", canary), set("old", stable)];
    return [getActualWeight(rollout, newSet), getStableWeight(rollout, { canary: newSet, stable: oldSet })];
  };
  const routed = (weights: NonNullable<NonNullable<RolloutStatus["canary"]>["weights"]>) =>
    rolloutOf({ canary: { trafficRouting: { alb: {} } }, status: { canary: { weights } } });

  it("the canary of the revision before keeps its weight, the new one has none yet", () => {
    const rollout = routed({
      canary: { weight: 25, podTemplateHash: "between" },
      stable: { weight: 75, podTemplateHash: "old" },
    });
    expect(weightsOf(rollout, [0, 8])).toEqual([0, 75]);
  });

  it("an experiment takes its part from the stable version", () => {
    const rollout = routed({
      canary: { weight: 25, podTemplateHash: "new" },
      stable: { weight: 65, podTemplateHash: "old" },
      additional: [{ weight: 10 }],
    });
    expect(weightsOf(rollout, [2, 8])).toEqual([25, 65]);
  });

  it("without a router, pods of the revision before count as neither", () => {
    expect(weightsOf(rolloutOf({ status: { availableReplicas: 8 } }), [2, 4])).toEqual([25, 50]);
    expect(weightsOf(rolloutOf({ status: { availableReplicas: 8 } }), [2, 6])).toEqual([25, 75]);
  });
});

it.each([
  ["that no controller has seen has no traffic", undefined, 0],
  ["whose pods come has all of it", 2, 100],
])("a first version %s", (_what, availableReplicas, actual) => {
  const rollout = { ...rolloutOf(), status: { availableReplicas } };
  expect(getActualWeight(rollout, undefined)).toBe(actual);
  expect(getStableWeight(rollout, { canary: undefined, stable: undefined })).toBe(0);
});

import { describe, expect, it } from "vitest";
import type { ReplicaSet } from "../model/replica-set-object.ts";
import type { CanaryStrategy, Rollout, RolloutStatus } from "../model/rollout-object.ts";
import cases from "../testdata/canary-replica-cases.json" with { type: "json" };
import { desiredCounts } from "./canary-counts.ts";
import { approximateWeight } from "./weight-approximation.ts";

describe("pod counts that approximate a weight", () => {
  it.each(cases.approximateWeights)(
    "$replicas replicas, weight $weight of $maxWeight, surge $maxSurge: $expCanary canary, $expStable stable",
    ({ expCanary, expStable, ...input }) => {
      expect(approximateWeight(input)).toEqual({ canary: expCanary, stable: expStable });
    },
  );
});

describe("basic canary counts agree with upstream's table", () => {
  it.each(cases.basicCanary)("$name", (row) => {
    const rollout = rolloutWith(
      {
        maxSurge: parseIntOrPercent(row.maxSurge),
        maxUnavailable: parseIntOrPercent(row.maxUnavailable),
        steps: [{ setWeight: row.setWeight }],
      },
      { promoteFull: row.promoteFull, abort: row.abort, stableRS: "stable", currentPodHash: "canary" },
      row.replicas,
    );
    const counts = desiredCounts(rollout, {
      canary: replicaSet("canary", row.canary),
      stable: replicaSet("stable", row.stable),
      others: row.older ? [replicaSet("older", row.older)] : [],
    });
    expect(counts).toEqual(row.expect);
  });
});

describe("routed canary counts with dynamicStableScale agree with upstream's table", () => {
  it.each(cases.dynamicStableScale)(
    "steps $setWeightSteps, abort $abort, weights $canaryWeight/$stableWeight, canary $canarySpecAvail, stable $stableAvail",
    (row) => {
      const rollout = rolloutWith(
        {
          dynamicStableScale: true,
          trafficRouting: { nginx: {} },
          steps: row.setWeightSteps.map((setWeight) => ({ setWeight })),
        },
        { abort: row.abort, stableRS: "stable", currentPodHash: "canary" },
        row.replicas,
      );
      // Rows without pods are upstream's cases without ReplicaSets.
      const replicaSets =
        row.stableSpec === 0
          ? { others: [] }
          : {
              canary: replicaSet("canary", { spec: row.canarySpecAvail, available: row.canarySpecAvail }),
              stable: replicaSet("stable", { spec: row.stableSpec, available: row.stableAvail }),
              others: [],
            };
      const counts = desiredCounts(rollout, replicaSets, {
        canary: { weight: row.canaryWeight },
        stable: { weight: row.stableWeight },
      });
      expect(counts).toEqual({ canary: row.expCanary, stable: row.expStable });
    },
  );
});

describe("basic canary trajectories, pods ready by the next reconcile", () => {
  const run = (
    start: { canary: number; stable: number },
    weight: number,
    canary: CanaryStrategy,
    replicas: number,
  ) => {
    const seen: [number, number][] = [];
    let current = start;
    for (let round = 0; round < 10; round += 1) {
      const next = desiredCounts(
        rolloutWith(
          { ...canary, steps: [{ setWeight: weight }] },
          { stableRS: "stable", currentPodHash: "canary" },
          replicas,
        ),
        {
          canary: replicaSet("canary", { spec: current.canary, available: current.canary }),
          stable: replicaSet("stable", { spec: current.stable, available: current.stable }),
          others: [],
        },
      );
      // One ReplicaSet per reconcile, stable before canary.
      const moved =
        next.stable !== current.stable
          ? { ...current, stable: next.stable }
          : { ...current, canary: next.canary };
      if (moved.canary === current.canary && moved.stable === current.stable) break;
      current = moved;
      seen.push([current.canary, current.stable]);
    }
    return seen;
  };

  it("10 replicas with default limits go to 10 % through (0,9)", () => {
    expect(run({ canary: 0, stable: 10 }, 10, {}, 10)).toEqual([
      [0, 9],
      [1, 9],
    ]);
  });

  it("10 replicas, surge 1, none unavailable, go from 25 % to 50 % one pod at a time", () => {
    expect(run({ canary: 3, stable: 8 }, 50, { maxSurge: 1, maxUnavailable: 0 }, 10)).toEqual([
      [3, 7],
      [4, 7],
      [4, 6],
      [5, 6],
      [5, 5],
    ]);
  });
});

function rolloutWith(canary: CanaryStrategy, status: RolloutStatus, replicas: number): Rollout {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name: "r", uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-05T09:00:00Z" },
    spec: { replicas, strategy: { canary } },
    status: { currentStepIndex: 0, ...status },
  };
}

function replicaSet(hash: string, counts: { spec: number; available: number }): ReplicaSet {
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: hash,
      uid: hash,
      resourceVersion: "1",
      creationTimestamp: "2026-01-05T09:00:00Z",
      labels: { "rollouts-pod-template-hash": hash },
    },
    spec: { replicas: counts.spec, selector: { matchLabels: {} }, template: {} },
    status: { replicas: counts.spec, availableReplicas: counts.available },
  };
}

/** The table keeps upstream's notation: `intstr.FromInt(3)` or `intstr.FromString("20%")`. */
function parseIntOrPercent(notation: string): number | string {
  const argument = /\((.*)\)/.exec(notation)?.[1] ?? "";
  return argument.startsWith('"') ? JSON.parse(argument) : Number(argument);
}

import type { RolloutActionName } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import {
  blueGreenOf,
  canaryReplicaSets,
  type RolloutFixture,
  replicaSetOf,
  rolloutOf,
} from "../testing/fixtures.ts";
import { describeConsequence } from "./describe-consequence.ts";

const consequence = (action: RolloutActionName, fixture: RolloutFixture = {}) =>
  describeConsequence(action, rolloutOf(fixture), canaryReplicaSets());
const runningAnalysis: RolloutFixture = {
  status: {
    currentStepIndex: 2,
    pauseConditions: null,
    controllerPause: false,
    canary: {
      currentStepAnalysisRunStatus: { name: "web-step", status: "Running" },
      currentBackgroundAnalysisRunStatus: { name: "web-background", status: "Running" },
    },
  },
};

describe("describeConsequence", () => {
  it("promote: where it goes next, with what stays the same", () => {
    expect(consequence("rollout.promote")).toMatchObject({
      summary: "It goes on to step 3 of 6 (Analyse the canary). Weight and pods stay as they are.",
      weight: { before: 25, after: 25 },
      pods: { stable: { before: 6, after: 6 }, canary: { before: 2, after: 2 } },
      stepsSkipped: [],
    });
  });

  it("promote: what follows without anybody, up to the next gate or to the end", () => {
    const untilGate = {
      steps: [
        { pause: {} },
        { setWeight: 25 },
        { pause: { duration: "2m" } },
        { setWeight: 50 },
        { pause: {} },
      ],
      status: { currentStepIndex: 0 },
    };
    expect(consequence("rollout.promote", untilGate)).toMatchObject({
      summary: expect.stringContaining("step 3 of 5 (Pause 2 min)"),
      runsOn: "Then it runs on by itself: 4. Set weight to 50 %. After that it waits for a person at step 5.",
    });
    const untilEnd = { ...untilGate, steps: [...untilGate.steps.slice(0, 4), { analysis: {} }] };
    expect(consequence("rollout.promote", untilEnd).runsOn).toBe(
      "Then it runs on by itself: 4. Set weight to 50 %, 5. Analyse the canary. After that the new version takes all traffic.",
    );
    const nextIsGate = {
      steps: [{ pause: {} }, { setWeight: 25 }, { pause: {} }],
      status: { currentStepIndex: 0 },
    };
    expect(consequence("rollout.promote", nextIsGate).runsOn).toBe("");
    const lastIsTimed = { ...untilGate, steps: untilGate.steps.slice(0, 3) };
    expect(consequence("rollout.promote", lastIsTimed).runsOn).toBe(
      "Then the new version takes all traffic.",
    );
    expect(consequence("rollout.promoteFull", untilGate).runsOn).toBe("");
  });

  it("without a router the weight is what whole pods make of it", () => {
    const fixture = {
      spec: { replicas: 2 },
      steps: [{ setWeight: 10 }, { pause: {} }, { setWeight: 25 }, { pause: {} }],
      status: { currentStepIndex: 1 },
    };
    const split = { weight: { after: 33 }, pods: { canary: { after: 1 }, stable: { after: 2 } } };
    expect(consequence("rollout.promote", fixture)).toMatchObject(split);
    const routed = { ...fixture, canary: { trafficRouting: { alb: {} } } };
    expect(consequence("rollout.promote", routed)).toMatchObject({ weight: { after: 25 } });
  });

  it("skip step: the next weight and its pods, and the analysis that is lost", () => {
    expect(consequence("rollout.skipStep", runningAnalysis)).toMatchObject({
      weight: { before: 25, after: 50 },
      pods: { stable: { before: 6, after: 4 }, canary: { before: 2, after: 4 } },
      stepsSkipped: ["3. Analyse the canary"],
      analysisLost: ["web-step"],
    });
  });

  it("promote at the last pause: the new version becomes stable", () => {
    expect(consequence("rollout.promote", { status: { currentStepIndex: 4 } })).toMatchObject({
      weight: { after: 100 },
      pods: { stable: { after: 0 }, canary: { after: 8 } },
    });
  });

  it("promote full: every step and analysis that will not run", () => {
    const result = consequence("rollout.promoteFull", runningAnalysis);
    expect(result.stepsSkipped).toHaveLength(4);
    expect(result.analysisLost).toEqual(["web-step", "web-background"]);
    expect(result.weight?.after).toBe(100);
  });

  it("blue-green has no weights: all traffic moves at once", () => {
    const replicaSets = [replicaSetOf("old", { replicas: 8 }), replicaSetOf("new", { replicas: 8 })];
    expect(describeConsequence("rollout.promote", blueGreenOf(), replicaSets)).toMatchObject({
      summary: "The new version becomes the stable one. Stable pods 8 → 0.",
      weight: null,
      pods: { stable: { before: 8, after: 0 }, canary: { before: 8, after: 8 } },
      stepsSkipped: [],
    });
  });

  it("blue-green: the pods of an aborted version stay for a while", () => {
    expect(describeConsequence("rollout.abort", blueGreenOf(), []).summary).toContain(
      "Its new pods stay for 30 s.",
    );
  });

  it("promote full of an aborted rollout warns", () => {
    expect(consequence("rollout.promoteFull", { status: { abort: true } }).warnings).toHaveLength(1);
  });

  it("abort: back to stable; routed canary pods stay for the delay", () => {
    const result = consequence("rollout.abort", { canary: { trafficRouting: { alb: {} } } });
    expect(result).toMatchObject({
      weight: { after: 0 },
      pods: { stable: { after: 8 }, canary: { after: 0 } },
    });
    expect(result.summary).toContain("Canary pods stay for 30 s");
    expect(consequence("rollout.abort").summary).not.toContain("stay for");
  });

  it("abort with dynamicStableScale: traffic returns as fast as stable pods do", () => {
    const canary = { trafficRouting: { alb: {} }, dynamicStableScale: true };
    const fixture = { canary, steps: [{ setWeight: 20 }, { setWeight: 60 }, { pause: {} }] };
    const replicaSets = [replicaSetOf("old", { replicas: 3 }), replicaSetOf("new", { replicas: 5 })];
    const result = describeConsequence(
      "rollout.abort",
      rolloutOf({ ...fixture, status: { currentStepIndex: 2 } }),
      replicaSets,
    );
    expect(result.summary).toContain("first to 20 %");
  });

  it("retry: starts again at the first step", () => {
    expect(consequence("rollout.retry", { status: { abort: true, currentStepIndex: 0 } })).toMatchObject({
      weight: { after: 25 },
      warnings: ["Every step runs again, from the first."],
    });
  });

  it("leaves it to a guard to tell who would revert a change, so that it is said once", () => {
    const owned: RolloutFixture = {
      metadata: { annotations: { "argocd.argoproj.io/tracking-id": "shop:argoproj.io/Rollout:n/web" } },
    };
    expect(consequence("rollout.pause", owned).warnings.join()).not.toContain("Argo CD");
    expect(consequence("rollout.resume", owned).warnings).toEqual([]);
  });
});

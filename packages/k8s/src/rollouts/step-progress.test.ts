import { describe, expect, it } from "vitest";
import type { Rollout } from "../kubernetes/rollout.ts";
import {
  blueGreenOf,
  canaryReplicaSets,
  defaultSteps,
  type RolloutFixture,
  replicaSetOf,
  rolloutOf,
} from "../testing/fixtures.ts";
import { findFailedStep, readLimit, toAnalysisRun } from "./analysis-run.ts";
import { describeConsequence } from "./describe-consequence.ts";
import { describeStep } from "./describe-step.ts";
import { formatDuration, parseDurationMs } from "./parse-duration.ts";
import { findWait, toRolloutRow } from "./rollout-row.ts";
import { getStepProgress, listRolloutSteps } from "./step-progress.ts";

describe("getStepProgress", () => {
  const canary = replicaSetOf("new", { replicas: 2, available: 2 });
  const cases: [
    name: string,
    rollout: RolloutFixture,
    index: number | null,
    desired: number,
    actual: number,
  ][] = [
    ["basic canary at its first weight", {}, 1, 25, 25],
    [
      "a canary whose pods are not there yet",
      { status: { availableReplicas: 7, currentStepIndex: 3 } },
      3,
      50,
      28,
    ],
    ["index 0 before any weight", { steps: [{ pause: {} }], status: { currentStepIndex: 0 } }, 0, 0, 25],
    ["a missing index counts as the first step", { status: { currentStepIndex: null } }, 0, 25, 25],
    ["aborted", { status: { abort: true, currentStepIndex: 0 } }, 0, 0, 25],
    ["fully promoted", { status: { stableRS: "new", currentStepIndex: 6 } }, 6, 100, 100],
    ["no steps", { steps: [] }, null, 100, 25],
    [
      "a router that lags behind",
      {
        canary: { trafficRouting: { alb: {} } },
        status: {
          currentStepIndex: 3,
          canary: { weights: { canary: { weight: 25 }, stable: { weight: 75 } } },
        },
      },
      3,
      50,
      25,
    ],
  ];
  it.each(cases)("%s", (_name, fixture, index, desiredWeight, actualWeight) => {
    const progress = getStepProgress(rolloutOf(fixture), canary);
    expect(progress).toMatchObject({ index, desiredWeight, actualWeight });
  });
});

describe("listRolloutSteps", () => {
  const states = (fixture: RolloutFixture) =>
    listRolloutSteps(rolloutOf(fixture), { gateKeepers: "operators" }).map(({ state }) => state);

  it("draws steps before the index as done, not all of them at index 0", () => {
    expect(states({ status: { currentStepIndex: 0 } })).toEqual(["current", ...Array(5).fill("upcoming")]);
    expect(states({})).toEqual(["done", "current", ...Array(4).fill("upcoming")]);
    expect(states({ status: { currentStepIndex: 6, stableRS: "new" } })).toEqual(Array(6).fill("done"));
  });

  it("after an abort the step whose analysis failed has failed, and none where a person aborted", () => {
    const aborted = rolloutOf({
      status: { abort: true, currentStepIndex: 0 },
      metadata: { annotations: { "rollout.argoproj.io/revision": "3" } },
    });
    const runOf = (revision: number, stepIndex: number | null, phase: "Failed" | "Error" | "Successful") => ({
      ...toAnalysisRun({
        metadata: { name: "run", uid: "run", resourceVersion: "1", creationTimestamp: "" },
        spec: {},
      }),
      revision,
      stepIndex,
      phase,
    });
    const statesAfter = (...runs: ReturnType<typeof runOf>[]) =>
      listRolloutSteps(aborted, {
        gateKeepers: "operators",
        failedIndex: findFailedStep(aborted, runs),
      }).map(({ state }) => state);
    const upcoming = (count: number) => Array(count).fill("upcoming");
    expect(statesAfter(runOf(3, 2, "Failed"), runOf(3, 1, "Successful"))).toEqual([
      "done",
      "done",
      "failed",
      ...upcoming(3),
    ]);
    expect(statesAfter(runOf(3, 0, "Error"))).toEqual(["failed", ...upcoming(5)]);
    expect(statesAfter(runOf(2, 1, "Failed"), runOf(3, 0, "Successful"))).toEqual(upcoming(6));
    expect(statesAfter(runOf(3, null, "Failed"))).toEqual(upcoming(6));
    expect(statesAfter()).toEqual(upcoming(6));
    // Retried, and aborted by a person: the run that failed before the retry is not why.
    aborted.status = { ...aborted.status, message: "RolloutAborted: Rollout aborted update to revision 3" };
    expect(statesAfter(runOf(3, 2, "Failed"))).toEqual(upcoming(6));
  });

  it("names who opens a gate, and since when it is closed", () => {
    const steps = listRolloutSteps(rolloutOf(), { gateKeepers: "operators" });
    expect(steps[1]).toMatchObject({
      gate: "operators",
      startedAt: "2026-01-05T10:00:00Z",
      plannedDurationMs: null,
    });
    expect(steps[4]).toMatchObject({ gate: null, plannedDurationMs: 600_000, title: "Pause 10 min" });
  });

  it("says in words what each step will do to pods and traffic", () => {
    const basic = rolloutOf();
    expect(describeStep(basic, 0)).toMatchObject({ title: "Set weight to 25 %" });
    expect(describeStep(basic, 0).detail).toContain("2 canary pods, 6 stable");
    const routed = rolloutOf({
      steps: [{ setCanaryScale: { replicas: 1 } }, ...defaultSteps],
      canary: { trafficRouting: {} },
    });
    expect(describeStep(routed, 1).detail).toContain("1 canary pod, 8 stable");
  });
});

describe("findWait", () => {
  it.each<[string, RolloutFixture, object | null]>([
    ["a gate", {}, { until: null, waitsFor: "operator, on-call or admin", since: "2026-01-05T10:00:00Z" }],
    [
      "a timed pause",
      { status: { currentStepIndex: 4 } },
      { until: "2026-01-05T10:10:00.000Z", waitsFor: "" },
    ],
    [
      "a timed pause while paused by hand",
      { spec: { paused: true }, status: { currentStepIndex: 4 } },
      { until: null },
    ],
    [
      "an inconclusive analysis",
      {
        status: {
          pauseConditions: [{ reason: "InconclusiveAnalysisRun", startTime: "2026-01-05T10:00:00Z" }],
        },
      },
      { until: null, reason: "the analysis could not decide" },
    ],
    [
      "an analysis that could not decide during a timed pause: the end of the pause does not end it",
      {
        status: {
          currentStepIndex: 4,
          pauseConditions: [
            { reason: "CanaryPauseStep", startTime: "2026-01-05T10:00:00Z" },
            { reason: "InconclusiveAnalysisRun", startTime: "2026-01-05T10:05:00Z" },
          ],
        },
      },
      { until: null, since: "2026-01-05T10:05:00Z", reason: "the analysis could not decide" },
    ],
    [
      "a gate while paused by hand: promoting alone would not do",
      { spec: { paused: true } },
      { until: null, reason: "paused by hand as well: paused at a canary step" },
    ],
    [
      "paused by hand, since the controller stopped it and not since it last progressed",
      {
        spec: { paused: true },
        status: {
          pauseConditions: null,
          controllerPause: false,
          conditions: [
            { type: "Progressing", status: "Unknown", lastTransitionTime: "2026-01-02T08:00:00Z" },
            { type: "Paused", status: "True", lastTransitionTime: "2026-01-05T11:00:00Z" },
          ],
        },
      },
      { since: "2026-01-05T11:00:00Z", reason: "paused by hand" },
    ],
    ["a resume in flight waits for nobody", { status: { pauseConditions: null } }, null],
  ])("%s", (_name, fixture, expected) => {
    const wait = findWait(rolloutOf(fixture));
    if (expected === null) expect(wait).toBeNull();
    else expect(wait).toMatchObject(expected);
  });
});

it.each([
  ["promotes by itself after a while", {}, "2026-01-05T10:05:00.000Z", ""],
  [
    "waits for a person where it may not",
    { autoPromotionEnabled: false },
    null,
    "operator, on-call or admin",
  ],
])("a blue-green rollout %s", (_what, strategy, until, waitsFor) => {
  const rollout = blueGreenOf();
  const blueGreen = { ...rollout.spec.strategy?.blueGreen, autoPromotionSeconds: 300, ...strategy };
  expect(findWait({ ...rollout, spec: { ...rollout.spec, strategy: { blueGreen } } })).toMatchObject({
    until,
    waitsFor,
  });
});

it("toRolloutRow joins versions of stable and canary", () => {
  const context = { environment: "production", replicaSets: canaryReplicaSets(), pods: [], hpa: undefined };
  expect(toRolloutRow(rolloutOf(), context)).toMatchObject({
    version: "2.0.0",
    stableVersion: "1.0.0",
    stepIndex: 1,
    steps: 6,
    health: { state: "Paused", reason: "paused at a canary step" },
    podHash: "new",
  });
});

it("weights are percents also where the router divides the traffic into a thousand parts", () => {
  const rollout = rolloutOf({
    steps: [{ setWeight: 125 }, { pause: {} }, { setWeight: 500 }],
    canary: { trafficRouting: { maxTrafficWeight: 1000, nginx: {} } },
    status: {
      canary: { weights: { canary: { weight: 125 }, stable: { weight: 875 } } },
    },
  });
  expect(getStepProgress(rollout, undefined)).toMatchObject({ desiredWeight: 12.5, actualWeight: 12.5 });
  const steps = listRolloutSteps(rollout, { gateKeepers: "operators" });
  expect(steps.map(({ title, weight }) => [title, weight])).toEqual([
    ["Set weight to 12.5 %", 12.5],
    ["Pause for a person", 12.5],
    ["Set weight to 50 %", 50],
  ]);
  expect(steps[0]?.detail).toBe("1 canary pod, 8 stable");
  expect(describeConsequence("rollout.promote", rollout, canaryReplicaSets())).toMatchObject({
    weight: { before: 12.5, after: 100 },
  });
});

it("of a blue-green rollout the analysis before or after its promotion bears on it", () => {
  const context = { environment: "production", replicaSets: [], pods: [], hpa: undefined };
  const prePromotionAnalysisRunStatus = { name: "smoke", status: "Running" };
  const judged = blueGreenOf({ blueGreen: { activeSelector: "old", prePromotionAnalysisRunStatus } });
  expect(toRolloutRow(judged, context).analysis).toBe("Running");
  expect(describeConsequence("rollout.promoteFull", judged, []).analysisLost).toEqual(["smoke"]);
});

it("a blue-green rollout sends all traffic to one version, whatever pods stand beside it", () => {
  const replicaSets = [replicaSetOf("old", { replicas: 8 }), replicaSetOf("new", { replicas: 8 })];
  const weightOf = (rollout: Rollout) => {
    const context = { environment: "production", replicaSets, pods: [], hpa: undefined };
    const { actualWeight, desiredWeight } = toRolloutRow(rollout, context);
    return { actualWeight, desiredWeight };
  };
  expect(weightOf(blueGreenOf())).toEqual({ actualWeight: 0, desiredWeight: 0 });
  const switched = blueGreenOf({ blueGreen: { activeSelector: "new" }, pauseConditions: null });
  expect(weightOf(switched)).toEqual({ actualWeight: 100, desiredWeight: 100 });
});

describe("durations", () => {
  it.each([
    [30, 30_000],
    ["30", 30_000],
    ["1h30m", 5_400_000],
    ["500ms", 500],
    ["1.5m", 90_000],
    ["soon", null],
    [undefined, null],
  ] as const)("parses %s", (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  it.each([
    [0, "0 s"],
    [45_000, "45 s"],
    [5_400_000, "1 h 30 min"],
    [90_061_000, "1 d 1 h"],
  ])("formats %i", (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});

describe("readLimit", () => {
  it.each([
    ["result[0] >= 0.95", "", { value: 0.95, passes: "above" }],
    ["", "result[0] > 0.05", { value: 0.05, passes: "below" }],
    ["result < 500", "", { value: 500, passes: "below" }],
    ["default(result, 0) >= 0.99", "default(result, 1) < 0.99", { value: 0.99, passes: "above" }],
    ["default(result, 100000) <= 800", "default(result, 0) > 800", { value: 800, passes: "below" }],
    ["len(result) == 0 || result[0] < 1", "", null],
    ["", "", null],
  ] as const)("%s / %s", (success, failure, expected) => {
    expect(readLimit(success, failure)).toEqual(expected);
  });
});

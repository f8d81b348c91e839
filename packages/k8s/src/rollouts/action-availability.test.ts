import { type RolloutActionName, rolloutActionNames } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { blueGreenOf, type RolloutFixture, rolloutOf } from "../testing/fixtures.ts";
import { getActionAvailability } from "./action-availability.ts";

const short = (names: string) => names.split(" ").map((name) => `rollout.${name}`) as RolloutActionName[];

describe("the guard matrix enables exactly what the rollout's state allows", () => {
  const cases: [state: string, rollout: RolloutFixture, enabled: string][] = [
    ["waiting at a pause step", {}, "promote promoteFull pause abort skipStep"],
    [
      "a promotion in flight: a second click must not skip the next gate",
      { status: { pauseConditions: null } },
      "promoteFull pause abort",
    ],
    [
      "a step that runs: it can be skipped, not promoted",
      { status: { currentStepIndex: 2, pauseConditions: null, controllerPause: false } },
      "promoteFull pause abort skipStep",
    ],
    ["paused by hand", { spec: { paused: true } }, "promoteFull resume abort"],
    [
      "fully promoted",
      { status: { stableRS: "new", currentStepIndex: 6, pauseConditions: null, controllerPause: false } },
      "",
    ],
    [
      "fully promoted and paused by hand",
      { spec: { paused: true }, status: { stableRS: "new", pauseConditions: null, controllerPause: false } },
      "resume",
    ],
    [
      "aborted",
      { status: { abort: true, currentStepIndex: 0, pauseConditions: null, controllerPause: false } },
      "promoteFull retry",
    ],
    ["a new spec that the controller has not seen", { metadata: { generation: 3 } }, "pause abort"],
    [
      "being promoted in full",
      { status: { promoteFull: true, pauseConditions: null, controllerPause: false, currentStepIndex: 6 } },
      "pause abort",
    ],
    [
      "without steps",
      { steps: [], status: { pauseConditions: null, controllerPause: false } },
      "promoteFull pause abort",
    ],
    [
      "degraded by its deadline: retry would change nothing",
      { status: { phase: "Degraded", pauseConditions: null, controllerPause: false, currentStepIndex: 0 } },
      "promoteFull pause abort skipStep",
    ],
    [
      "steps done, pods still coming",
      { status: { currentStepIndex: 6, pauseConditions: null, controllerPause: false } },
      "promoteFull pause abort",
    ],
    [
      "an analysis that could not decide after the last step waits for a person",
      {
        status: {
          currentStepIndex: 6,
          pauseConditions: [{ reason: "InconclusiveAnalysisRun", startTime: "2026-01-05T10:00:00Z" }],
        },
      },
      "promote promoteFull pause abort",
    ],
    [
      "an analysis that could not decide, without steps",
      {
        steps: [],
        status: {
          pauseConditions: [{ reason: "InconclusiveAnalysisRun", startTime: "2026-01-05T10:00:00Z" }],
        },
      },
      "promote promoteFull pause abort",
    ],
  ];
  it.each(cases)("%s", (_state, fixture, enabled) => {
    const availability = getActionAvailability(rolloutOf(fixture));
    const allowed = rolloutActionNames.filter((name) => availability[name].enabled);
    expect(allowed.toSorted()).toEqual(enabled === "" ? [] : short(enabled).toSorted());
    for (const decision of Object.values(availability))
      if (!decision.enabled) expect(decision.reason).not.toBe("");
  });

  it.each([
    ["waiting for promotion", {}, "promote promoteFull pause abort"],
    ["a promotion in flight", { pauseConditions: null }, "promoteFull pause abort"],
    [
      "its new pods are still coming",
      { pauseConditions: null, controllerPause: false },
      "promoteFull pause abort",
    ],
  ] as const)("blue-green: %s", (_state, status, enabled) => {
    const availability = getActionAvailability(blueGreenOf(status));
    const allowed = rolloutActionNames.filter((name) => availability[name].enabled);
    expect(allowed.toSorted()).toEqual(short(enabled).toSorted());
  });

  it("says which step runs when there is nothing to promote", () => {
    const rollout = rolloutOf({
      status: { currentStepIndex: 2, pauseConditions: null, controllerPause: false },
    });
    expect(getActionAvailability(rollout)["rollout.promote"]).toEqual({
      enabled: false,
      reason: "It is not waiting: step 3 of 6 is running (Analyse the canary). Skip step ends it early.",
    });
  });
});

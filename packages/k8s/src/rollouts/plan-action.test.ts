import type { RolloutActionName } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { type RolloutFixture, rolloutOf } from "../testing/fixtures.ts";
import { planRolloutAction } from "./plan-action.ts";

const path = "/apis/argoproj.io/v1alpha1/namespaces/horizon-test/rollouts/web";
const precondition = { resourceVersion: "10" };

describe("planRolloutAction sends what the reference client sends, bound to the version that was seen", () => {
  const inconclusive = { currentStepAnalysisRunStatus: { name: "run", status: "Inconclusive" } };
  const statusCases: [name: string, action: RolloutActionName, rollout: RolloutFixture, status: object][] = [
    ["promote lifts a pause of the controller", "rollout.promote", {}, { pauseConditions: null }],
    [
      "promote after an inconclusive analysis moves the index",
      "rollout.promote",
      { status: { currentStepIndex: 2, canary: inconclusive } },
      { pauseConditions: null, controllerPause: false, currentStepIndex: 3 },
    ],
    [
      "promote without a pause moves the index",
      "rollout.promote",
      { status: { currentStepIndex: 3, pauseConditions: null, controllerPause: false } },
      { pauseConditions: null, controllerPause: false, currentStepIndex: 4 },
    ],
    [
      "skip step clears the pause, or an analysis that follows would never start",
      "rollout.skipStep",
      {},
      { pauseConditions: null, controllerPause: false, currentStepIndex: 2 },
    ],
    [
      "skip step never goes past the end",
      "rollout.skipStep",
      { status: { currentStepIndex: 6 } },
      { pauseConditions: null, controllerPause: false, currentStepIndex: 6 },
    ],
    ["promote full", "rollout.promoteFull", {}, { promoteFull: true }],
    ["abort", "rollout.abort", {}, { abort: true }],
    ["retry", "rollout.retry", { status: { abort: true } }, { abort: false }],
  ];
  it.each(statusCases)("%s", (_name, action, fixture, status) => {
    expect(planRolloutAction(action, rolloutOf(fixture))).toEqual([
      {
        method: "PATCH",
        path: `${path}/status`,
        contentType: "application/merge-patch+json",
        body: { metadata: precondition, status },
        expect: precondition,
      },
    ]);
  });

  it.each([
    ["rollout.pause", true],
    ["rollout.resume", false],
  ] as const)("%s writes the spec alone", (action, paused) => {
    const [request, ...rest] = planRolloutAction(action, rolloutOf());
    expect(rest).toEqual([]);
    expect(request).toMatchObject({
      path,
      body: { metadata: precondition, spec: { paused } },
      expect: precondition,
    });
  });

  it("promote full of a rollout paused by hand resumes it too, without a version that the first patch has moved", () => {
    const plan = planRolloutAction("rollout.promoteFull", rolloutOf({ spec: { paused: true } }));
    expect(plan.map(({ path: where, body, expect: bound }) => [where, body, bound])).toEqual([
      [`${path}/status`, { metadata: precondition, status: { promoteFull: true } }, precondition],
      [path, { spec: { paused: false } }, null],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import type { RolloutStatus } from "../kubernetes/rollout.ts";
import { blueGreenOf, type RolloutFixture, rolloutOf } from "../testing/fixtures.ts";
import { type ObservableAction, observeRolloutAction } from "./observe-action.ts";

const moved = (status: RolloutStatus, rest: RolloutFixture = {}): RolloutFixture => ({
  ...rest,
  status: { pauseConditions: null, controllerPause: false, ...status },
});
const aborted = [{ type: "Progressing", status: "False", reason: "RolloutAborted" }];

describe("observeRolloutAction", () => {
  const cases: [
    name: string,
    action: ObservableAction,
    before: RolloutFixture,
    current: RolloutFixture,
    state: string,
  ][] = [
    [
      "promote: pause emptied, controller not there yet",
      "rollout.promote",
      {},
      { status: { pauseConditions: null } },
      "pending",
    ],
    ["promote: next step runs", "rollout.promote", {}, moved({ currentStepIndex: 2 }), "processed"],
    [
      "promote: next step is a pause already",
      "rollout.promote",
      {},
      { status: { currentStepIndex: 4, controllerPause: true } },
      "processed",
    ],
    [
      "promote: another revision came",
      "rollout.promote",
      {},
      moved({ currentPodHash: "newer" }),
      "overtaken",
    ],
    [
      "promote: aborted meanwhile",
      "rollout.promote",
      {},
      moved({ abort: true, currentStepIndex: 0 }),
      "overtaken",
    ],
    [
      "promote: last step, promoted",
      "rollout.promote",
      { status: { currentStepIndex: 5 } },
      moved({ stableRS: "new", currentStepIndex: 6 }),
      "processed",
    ],
    ["promote full: only the flag", "rollout.promoteFull", {}, { status: { promoteFull: true } }, "pending"],
    [
      "promote full: at it",
      "rollout.promoteFull",
      {},
      moved({ promoteFull: true, currentStepIndex: 6 }),
      "progressing",
    ],
    [
      "promote full: done",
      "rollout.promoteFull",
      {},
      moved({ stableRS: "new", currentStepIndex: 6 }),
      "processed",
    ],
    ["abort: only the flag", "rollout.abort", {}, { status: { abort: true } }, "pending"],
    [
      "abort: acknowledged",
      "rollout.abort",
      {},
      moved({ abort: true, abortedAt: "2026-01-05T10:01:00Z" }),
      "progressing",
    ],
    [
      "abort: done",
      "rollout.abort",
      {},
      moved({ abort: true, abortedAt: "2026-01-05T10:01:00Z", conditions: aborted }),
      "processed",
    ],
    [
      "retry: the condition still says aborted",
      "rollout.retry",
      moved({ abort: true }),
      moved({ conditions: aborted }),
      "pending",
    ],
    [
      "retry: done",
      "rollout.retry",
      moved({ abort: true, conditions: aborted }),
      moved({ currentStepIndex: 0 }),
      "processed",
    ],
    [
      "pause: not observed",
      "rollout.pause",
      {},
      { spec: { paused: true }, metadata: { generation: 3 } },
      "pending",
    ],
    ["pause: observed", "rollout.pause", {}, { spec: { paused: true } }, "processed"],
    ["resume: done", "rollout.resume", { spec: { paused: true } }, {}, "processed"],
    [
      "restart: pods are being replaced",
      "workload.restart",
      {},
      { spec: { restartAt: "2026-01-05T10:05:00Z" }, status: { restartedAt: "2026-01-05T09:00:00Z" } },
      "progressing",
    ],
    [
      "restart: done",
      "workload.restart",
      {},
      { spec: { restartAt: "2026-01-05T10:05:00Z" }, status: { restartedAt: "2026-01-05T10:05:00Z" } },
      "processed",
    ],
    ["roll back: generation seen, hash not yet moved", "workload.rollBack", {}, {}, "pending"],
    [
      "roll back: taken back before the controller saw it, as a GitOps tool does",
      "workload.rollBack",
      {},
      { metadata: { generation: 4 } },
      "overtaken",
    ],
    [
      "roll back of a Rollout whose template is elsewhere: its own spec tells nothing",
      "workload.rollBack",
      { spec: { template: undefined } },
      { spec: { template: undefined }, metadata: { generation: 4 } },
      "pending",
    ],
    ["pause: taken back", "rollout.pause", {}, { metadata: { generation: 4 } }, "overtaken"],
    ["restart: taken back", "workload.restart", {}, { metadata: { generation: 4 } }, "overtaken"],
    [
      "roll back: new template",
      "workload.rollBack",
      {},
      { status: { currentPodHash: "older" } },
      "processed",
    ],
  ];
  it.each(cases)("%s", (_name, action, before, current, state) => {
    const after = rolloutOf({ ...current, metadata: { resourceVersion: "12", ...current.metadata } });
    expect(observeRolloutAction(action, rolloutOf(before), after).state).toBe(state);
  });

  it.each([
    ["pause emptied, controller not there yet", { pauseConditions: null }, "pending"],
    ["the services are switched", { pauseConditions: null, controllerPause: false }, "progressing"],
    ["promoted", { pauseConditions: null, controllerPause: false, stableRS: "new" }, "processed"],
  ] as const)("promote of a blue-green rollout: %s", (_name, status, state) => {
    const after = blueGreenOf(status);
    const moved = { ...after, metadata: { ...after.metadata, resourceVersion: "12" } };
    expect(observeRolloutAction("rollout.promote", blueGreenOf(), moved, "11").state).toBe(state);
  });

  it("is pending while the cluster has not reported the change", () => {
    expect(observeRolloutAction("rollout.abort", rolloutOf(), rolloutOf()).state).toBe("pending");
  });

  it("takes an index that only we wrote for nothing: the controller may be down", () => {
    const written = rolloutOf({ ...moved({ currentStepIndex: 2 }), metadata: { resourceVersion: "11" } });
    expect(observeRolloutAction("rollout.skipStep", rolloutOf(), written, "11").state).toBe("pending");
    const reacted = rolloutOf({ ...moved({ currentStepIndex: 2 }), metadata: { resourceVersion: "12" } });
    expect(observeRolloutAction("rollout.skipStep", rolloutOf(), reacted, "11").state).toBe("processed");
  });
});

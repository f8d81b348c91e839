import { describe, expect, it } from "vitest";
import type { RolloutCondition, RolloutSpec, RolloutStatus } from "../model/rollout-object.ts";
import { calculateRolloutPhase } from "./rollout-phase.ts";

const SETTLED: RolloutStatus = {
  replicas: 3,
  updatedReplicas: 3,
  availableReplicas: 3,
  stableRS: "a",
  currentPodHash: "a",
};
const BASIC: RolloutSpec = { replicas: 3, strategy: { canary: {} } };
const ROUTED: RolloutSpec = { replicas: 3, strategy: { canary: { trafficRouting: { nginx: {} } } } };
const PAUSED = {
  pauseConditions: [{ reason: "CanaryPauseStep" as const, startTime: "2026-01-05T09:00:00Z" }],
};

const condition = (type: string, reason: string, message = "why"): RolloutCondition => ({
  type,
  status: "True",
  reason,
  message,
  lastTransitionTime: "",
  lastUpdateTime: "",
});

describe("phase of a canary, first rule that matches", () => {
  it.each<[string, Partial<RolloutSpec>, Partial<RolloutStatus>, string, string]>([
    ["nothing left to do", {}, {}, "Healthy", ""],
    [
      "invalid spec",
      {},
      { conditions: [condition("InvalidSpec", "InvalidSpec")] },
      "Degraded",
      "InvalidSpec: why",
    ],
    [
      "an abort beats a manual pause",
      { paused: true },
      { conditions: [condition("Progressing", "RolloutAborted")] },
      "Degraded",
      "RolloutAborted: why",
    ],
    [
      "a missed deadline",
      {},
      { conditions: [condition("Progressing", "ProgressDeadlineExceeded")] },
      "Degraded",
      "ProgressDeadlineExceeded: why",
    ],
    ["manual pause beats a pause step", { paused: true }, PAUSED, "Paused", "manually paused"],
    ["a pause step beats missing pods", {}, { ...PAUSED, availableReplicas: 0 }, "Paused", "CanaryPauseStep"],
    ["restart asked for", { restartAt: "2026-01-05T09:00:00Z" }, {}, "Progressing", "rollout is restarting"],
    [
      "restart done, written with milliseconds",
      { restartAt: "2026-01-05T09:00:00.000Z" },
      { restartedAt: "2026-01-05T09:00:00Z" },
      "Healthy",
      "",
    ],
    ["too few updated", {}, { updatedReplicas: 2 }, "Progressing", "more replicas need to be updated"],
    [
      "not all available",
      {},
      { availableReplicas: 2 },
      "Progressing",
      "updated replicas are still becoming available",
    ],
    ["old pods left", {}, { replicas: 4 }, "Progressing", "old replicas are pending termination"],
    ["steps left", {}, { stableRS: "b" }, "Progressing", "waiting for all steps to complete"],
    ["no stable yet", {}, { stableRS: "" }, "Progressing", "waiting for all steps to complete"],
  ])("%s", (_name, spec, status, phase, message) => {
    expect(calculateRolloutPhase({ ...BASIC, ...spec }, { ...SETTLED, ...status })).toEqual({
      phase,
      message,
    });
  });

  it("old pods behind a router do not matter", () => {
    expect(calculateRolloutPhase(ROUTED, { ...SETTLED, replicas: 6 }).phase).toBe("Healthy");
  });
});

import { describe, expect, it } from "vitest";
import type { RolloutStatus } from "../kubernetes/rollout.ts";
import { type RolloutFixture, rolloutOf } from "../testing/fixtures.ts";
import { getRolloutPhase } from "./rollout-phase.ts";

/** A status as controllers up to 0.10 wrote it: without a phase. */
const withoutPhase = (status: RolloutStatus): RolloutStatus => ({
  phase: undefined,
  pauseConditions: null,
  controllerPause: false,
  updatedReplicas: 8,
  ...status,
});

describe("getRolloutPhase", () => {
  const cases: [name: string, rollout: RolloutFixture, phase: string, message: string][] = [
    ["trusts the controller", {}, "Paused", "CanaryPauseStep"],
    [
      "does not trust a status of an older spec",
      { status: { observedGeneration: "1" } },
      "Progressing",
      "waiting for rollout spec update to be observed",
    ],
    [
      "takes a legacy hash for observed",
      { status: { observedGeneration: "5d8c4f" } },
      "Paused",
      "CanaryPauseStep",
    ],
    [
      "takes a greater generation for observed",
      { status: { observedGeneration: "3" } },
      "Paused",
      "CanaryPauseStep",
    ],
    [
      "sees a resume in flight",
      { status: { pauseConditions: null } },
      "Progressing",
      "waiting for rollout to unpause",
    ],
    [
      "waits for the referenced workload",
      {
        spec: { templateResolvedFromRef: true },
        metadata: { annotations: { "rollout.argoproj.io/workload-generation": "4" } },
        status: { workloadObservedGeneration: "3" },
      },
      "Progressing",
      "waiting for rollout spec update to be observed for the reference workload",
    ],
    [
      "computes: an abort beats a manual pause",
      {
        spec: { paused: true },
        status: withoutPhase({
          conditions: [
            { type: "Progressing", status: "False", reason: "RolloutAborted", message: "by a person" },
          ],
        }),
      },
      "Degraded",
      "RolloutAborted: by a person",
    ],
    [
      "computes: an invalid spec",
      {
        status: withoutPhase({
          conditions: [{ type: "InvalidSpec", status: "True", message: "no selector" }],
        }),
      },
      "Degraded",
      "InvalidSpec: no selector",
    ],
    [
      "computes: paused by hand",
      { spec: { paused: true }, status: withoutPhase({}) },
      "Paused",
      "manually paused",
    ],
    [
      "computes: restarting",
      { spec: { restartAt: "2026-01-05T10:00:00Z" }, status: withoutPhase({}) },
      "Progressing",
      "rollout is restarting",
    ],
    [
      "computes: more to update",
      { status: withoutPhase({ updatedReplicas: 3 }) },
      "Progressing",
      "more replicas need to be updated",
    ],
    [
      "computes: not available yet",
      { status: withoutPhase({ availableReplicas: 7 }) },
      "Progressing",
      "updated replicas are still becoming available",
    ],
    [
      "computes: old pods of a basic canary",
      { status: withoutPhase({ replicas: 9 }) },
      "Progressing",
      "old replicas are pending termination",
    ],
    [
      "computes: old pods of a routed canary may stay",
      { canary: { trafficRouting: { alb: {} } }, status: withoutPhase({ replicas: 9, stableRS: "new" }) },
      "Healthy",
      "",
    ],
    [
      "computes: steps left",
      { status: withoutPhase({}) },
      "Progressing",
      "waiting for all steps to complete",
    ],
    ["computes: healthy", { status: withoutPhase({ stableRS: "new" }) }, "Healthy", ""],
  ];
  it.each(cases)("%s", (_name, fixture, phase, message) => {
    expect(getRolloutPhase(rolloutOf(fixture))).toEqual({ phase, message });
  });
});

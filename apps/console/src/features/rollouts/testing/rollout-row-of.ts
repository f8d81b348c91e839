import type { RolloutRow, RolloutStep } from "@horizon/contracts";

/** A fully promoted, healthy rollout with what the test cares about on top. */
export function rolloutRowOf(part: Partial<RolloutRow> = {}): RolloutRow {
  const name = part.name ?? "api-gateway";
  return {
    key: `uid-${name}`,
    environment: "production",
    namespace: "horizon-production",
    name,
    service: name,
    health: { state: "Healthy", reason: "" },
    phase: "Healthy",
    message: "",
    version: "1.9.0",
    stableVersion: "1.8.0",
    stepIndex: 6,
    steps: 6,
    stepTitle: "",
    desiredWeight: 100,
    actualWeight: 100,
    analysis: null,
    wait: null,
    aborted: false,
    fullyPromoted: true,
    desired: 4,
    ready: 4,
    updated: 4,
    podHash: "abc",
    resourceVersion: "1",
    createdAt: "2026-11-20T10:00:00.000Z",
    ...part,
  };
}

export function rolloutStepOf(part: Partial<RolloutStep> = {}): RolloutStep {
  return {
    index: 0,
    kind: "setWeight",
    title: "Set weight 25 %",
    detail: "1 of 4 pods",
    state: "upcoming",
    weight: 25,
    startedAt: null,
    finishedAt: null,
    plannedDurationMs: null,
    gate: null,
    ...part,
  };
}

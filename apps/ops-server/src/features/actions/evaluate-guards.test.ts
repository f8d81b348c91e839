import type { ClusterCommand, FreezeWindowRow } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { evaluateGuards, findBlockingGuard, type GuardFacts } from "./evaluate-guards.ts";

const rollout = { environment: "production", kind: "Rollout", namespace: "shop", name: "api" } as const;
const promote: ClusterCommand = { action: "rollout.promote", target: rollout };
const scale = (replicas: number): ClusterCommand => ({ action: "workload.scale", target: rollout, replicas });
const memberId = "0199f0a0-0000-7000-8000-000000000001";

const freeze: FreezeWindowRow = {
  id: "0199f0a0-0000-7000-8000-0000000000ff",
  title: "Quarter end",
  environment: "production",
  services: null,
  startsAt: "2026-01-01T00:00:00.000Z",
  endsAt: "2026-01-02T00:00:00.000Z",
  reason: "books close",
  exceptMemberIds: [],
  exceptServices: [],
  createdBy: "Ada",
  createdAt: "2025-12-01T00:00:00.000Z",
  updatedAt: "2025-12-01T00:00:00.000Z",
  cancelledAt: null,
  state: "active",
};

const facts = (change: Partial<GuardFacts> = {}): GuardFacts => ({
  command: promote,
  tier: "production",
  service: "api",
  actor: { id: memberId, role: "oncall" },
  now: new Date("2026-01-01T12:00:00.000Z"),
  availability: { enabled: true },
  freezeWindows: [],
  gitOpsRevert: null,
  hpa: null,
  isCanaryOpen: false,
  ...change,
});
const verdict = (id: string, change: Partial<GuardFacts>) =>
  evaluateGuards(facts(change)).find((result) => result.id === id)?.verdict;

describe("guards", () => {
  it("pass when nothing is in the way", () => {
    expect(new Set(evaluateGuards(facts()).map((result) => result.verdict))).toEqual(new Set(["pass"]));
  });

  it.each<[string, Partial<FreezeWindowRow>, string]>([
    ["an open window", {}, "fail"],
    ["a window of this service", { services: ["api"] }, "fail"],
    ["a window of another service", { services: ["billing"] }, "pass"],
    ["an exempt service", { exceptServices: ["api"] }, "pass"],
    ["an exempt member", { exceptMemberIds: [memberId] }, "warn"],
    ["a cancelled window", { cancelledAt: "2025-12-31T00:00:00.000Z" }, "pass"],
    ["a window that has not begun", { startsAt: "2026-01-01T12:00:00.001Z" }, "pass"],
    ["a window at the instant it begins", { startsAt: "2026-01-01T12:00:00.000Z" }, "fail"],
    ["a window at the instant it ends", { endsAt: "2026-01-01T12:00:00.000Z" }, "pass"],
  ])("freeze: %s", (_case, change, expected) => {
    expect(verdict("freeze-window", { freezeWindows: [{ ...freeze, ...change }] })).toBe(expected);
  });

  it.each<[ClusterCommand["action"], string]>([
    ["rollout.abort", "warn"],
    ["rollout.pause", "warn"],
    ["rollout.promote", "fail"],
    ["rollout.promoteFull", "fail"],
    ["rollout.retry", "fail"],
  ])("freeze does not stop what limits harm: %s is a %s", (action, expected) => {
    const command = { action, target: rollout } as ClusterCommand;
    expect(verdict("freeze-window", { command, freezeWindows: [freeze] })).toBe(expected);
  });

  it.each<[string, string, Partial<GuardFacts>, string]>([
    ["gitops-owner", "a change of the spec", { command: scale(3), gitOpsRevert: "Argo CD owns it" }, "warn"],
    ["gitops-owner", "a change of the status", { gitOpsRevert: "Argo CD owns it" }, "pass"],
    [
      "hpa-overrules",
      "a scaled workload",
      { command: scale(3), hpa: { name: "api", minReplicas: 3, maxReplicas: 20 } },
      "warn",
    ],
    ["hpa-overrules", "no autoscaler", { command: scale(3) }, "pass"],
    [
      "open-canary",
      "a restart during a canary",
      { command: { action: "workload.restart", target: rollout }, isCanaryOpen: true },
      "warn",
    ],
    ["open-canary", "a promotion of that canary", { isCanaryOpen: true }, "pass"],
    ["scale-to-zero", "nothing left in production", { command: scale(0) }, "fail"],
    ["scale-to-zero", "nothing left elsewhere", { command: scale(0), tier: "nonproduction" }, "pass"],
  ])("%s: %s", (id, _case, change, expected) => {
    expect(verdict(id, change)).toBe(expected);
  });

  it("says what becomes of a canary that is not over: a restart keeps it at its step, another template ends it", () => {
    const messageOf = (command: GuardFacts["command"]) =>
      evaluateGuards(facts({ command, isCanaryOpen: true })).find(({ id }) => id === "open-canary")?.message;
    expect(messageOf({ action: "workload.restart", target: rollout })).toContain("stays at its step");
    expect(messageOf({ action: "workload.rollBack", target: rollout, revision: 1 })).toContain("it ends");
  });

  it("says of the autoscaler what it makes of that number: none are left alone, others are overruled", () => {
    const hpa = { name: "api", minReplicas: 3, maxReplicas: 20 };
    const messageOf = (replicas: number) =>
      evaluateGuards(facts({ command: scale(replicas), hpa })).find(({ id }) => id === "hpa-overrules")
        ?.message;
    expect(messageOf(2)).toContain("will overrule 2");
    expect(messageOf(0)).toContain("does not start them again");
  });

  it("cannot be talked out of a final failure, only out of one that was acknowledged by name", () => {
    const unavailable = evaluateGuards(facts({ availability: { enabled: false, reason: "fully promoted" } }));
    expect(findBlockingGuard(unavailable, ["action-available"])?.message).toBe("fully promoted");
    const frozen = evaluateGuards(facts({ freezeWindows: [freeze] }));
    expect(findBlockingGuard(frozen, [])?.id).toBe("freeze-window");
    expect(findBlockingGuard(frozen, ["hpa-overrules"])?.id).toBe("freeze-window");
    expect(findBlockingGuard(frozen, ["freeze-window"])).toBeUndefined();
  });

  it.each([
    ["viewer", false],
    ["manager", false],
    ["operator", false],
    ["oncall", true],
    ["admin", true],
  ] as const)("a freeze may be overridden by on-call and admin alone: %s %s", (role, allowed) => {
    const frozen = evaluateGuards(facts({ actor: { id: memberId, role }, freezeWindows: [freeze] }));
    expect(findBlockingGuard(frozen, ["freeze-window"]) === undefined).toBe(allowed);
  });
});

import type { PodRow, RolloutStep } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { assignPodSlots, podsReadyText, sameSlots } from "./pod-slots.ts";
import { promotionText, stepMarks, stepPositionText } from "./step-marks.ts";
import { rolloutStepOf } from "./testing/rollout-row-of.ts";

const now = Date.parse("2026-11-24T12:00:00.000Z");

describe("stepMarks", () => {
  test.each<[string, Partial<RolloutStep>, Record<string, unknown>]>([
    [
      "a finished step says how long it took",
      { state: "done", startedAt: "2026-11-24T11:00:00.000Z", finishedAt: "2026-11-24T11:04:00.000Z" },
      { stateWord: "done", timing: "took 4 min", share: null },
    ],
    [
      "a running timed pause says how long so far, how long planned and its share",
      { state: "current", kind: "pause", startedAt: "2026-11-24T11:58:00.000Z", plannedDurationMs: 300_000 },
      { stateWord: "waiting", timing: "for 2 min so far, 5 min planned", share: 0.4, isGate: false },
    ],
    [
      "a pause without an end is a gate with who may open it",
      { state: "upcoming", kind: "pause", gate: "operator, on-call or admin" },
      { stateWord: "to come", isGate: true, gate: "operator, on-call or admin", timing: "" },
    ],
    ["a skipped step says so", { state: "skipped" }, { stateWord: "skipped", timing: "" }],
    ["a failed one too", { state: "failed", kind: "analysis" }, { stateWord: "failed", isGate: false }],
    ["a step to come says what is planned", { plannedDurationMs: 60_000 }, { timing: "1 min planned" }],
  ])("%s", (_case, part, expected) => {
    expect(stepMarks([rolloutStepOf(part)], now)[0]).toMatchObject(expected);
  });

  test("a step at index 0 is the first of them, not all of them", () => {
    const marks = stepMarks(
      [rolloutStepOf({ state: "current" }), rolloutStepOf({ index: 1 }), rolloutStepOf({ index: 2 })],
      now,
    );
    expect(marks.map((mark) => [mark.position, mark.stateWord])).toEqual([
      ["Step 1 of 3", "running"],
      ["Step 2 of 3", "to come"],
      ["Step 3 of 3", "to come"],
    ]);
  });
});

describe("stepPositionText", () => {
  test.each([
    [{ aborted: false, stepIndex: null, steps: 0, stepTitle: "" }, "No steps"],
    [
      { aborted: false, stepIndex: 0, steps: 6, stepTitle: "Set weight 10 %" },
      "Step 1 of 6: Set weight 10 %",
    ],
    [{ aborted: false, stepIndex: 5, steps: 6, stepTitle: "" }, "Step 6 of 6"],
    [{ aborted: false, stepIndex: 6, steps: 6, stepTitle: "" }, "All 6 steps done"],
    [{ aborted: true, stepIndex: 0, steps: 6, stepTitle: "Set weight 10 %" }, "Aborted"],
  ])("%j", (row, text) => {
    expect(stepPositionText(row)).toBe(text);
  });
});

describe("assignPodSlots", () => {
  function pods(...keys: string[]): PodRow[] {
    return keys.map((key, index) => ({
      key,
      environment: "production",
      namespace: "ns",
      name: key,
      owner: null,
      replicaSet: null,
      podHash: null,
      revision: null,
      status: "Running",
      health: { state: "Healthy", reason: "" },
      ready: index === 0 ? 0 : 1,
      containers: 1,
      restarts: 0,
      node: null,
      containerNames: [],
      requests: { cpuMillis: 0, memoryMib: 0 },
      createdAt: "2026-11-24T10:00:00.000Z",
      deletionDueAt: null,
    }));
  }

  test.each<[string, (string | null)[], string[], (string | null)[]]>([
    ["first pods in the order of their names", [], ["b", "a"], ["a", "b"]],
    ["a pod that goes leaves its place empty", ["a", "b", "c"], ["a", "c"], ["a", null, "c"]],
    ["a new pod takes the free place; nobody moves", ["a", null, "c"], ["c", "d", "a"], ["a", "d", "c"]],
    ["empty places at the end go", ["a", "b", "c"], ["a"], ["a"]],
    ["all gone", ["a"], [], []],
  ])("%s", (_case, previous, present, expected) => {
    expect(assignPodSlots(previous, pods(...present))).toEqual(expected);
  });

  test("the same pods in another order change nothing", () => {
    const slots = assignPodSlots([], pods("a", "b"));
    expect(sameSlots(slots, assignPodSlots(slots, pods("b", "a")))).toBe(true);
  });

  test("the row says how many are ready", () => {
    expect(podsReadyText(pods("a", "b"))).toBe("1 of 2 pods ready");
    // Its containers are ready; its node is silent.
    const lost = pods("a", "b").map((pod) => ({ ...pod, health: { state: "Unknown" as const, reason: "" } }));
    expect(podsReadyText(lost)).toBe("0 of 2 pods ready");
  });
});

describe("promotionText", () => {
  const gate = { kind: "pause", plannedDurationMs: null } as const;
  const weight = rolloutStepOf({ index: 1, title: "Set weight to 50 %", state: "upcoming" });
  const open = rolloutStepOf({ ...gate, index: 0, state: "current" });
  test.each([
    [
      "up to the next gate",
      [open, weight, rolloutStepOf({ ...gate, index: 2, state: "upcoming" })],
      "Promote runs Set weight to 50 %, then waits again at step 3.",
    ],
    ["to the end", [open, weight], "Promote runs Set weight to 50 %, then gives it all traffic."],
    ["at the last step", [open], "Promote gives it all traffic."],
    [
      "at a timed pause nobody is asked",
      [rolloutStepOf({ kind: "pause", plannedDurationMs: 60_000, state: "current" })],
      null,
    ],
  ])("%s", (_case, steps, text) => {
    expect(promotionText(stepMarks(steps, now))).toBe(text);
  });
});

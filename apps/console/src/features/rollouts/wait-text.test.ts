import type { HealthState, WaitInfo } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { durationText } from "./duration-text.ts";
import { compareRollouts } from "./rollout-order.ts";
import { rolloutSentence } from "./rollout-sentence.ts";
import { rolloutsSentence } from "./rollouts-sentence.ts";
import { rolloutRowOf } from "./testing/rollout-row-of.ts";
import { waitShare, waitText } from "./wait-text.ts";

const now = Date.parse("2026-11-24T12:00:00.000Z");
const forPerson: WaitInfo = {
  since: "2026-11-24T11:48:00.000Z",
  until: null,
  reason: "CanaryPauseStep",
  waitsFor: "operator, on-call or admin",
};
const timed: WaitInfo = { ...forPerson, until: "2026-11-24T12:04:10.000Z", waitsFor: "" };

describe("durationText", () => {
  test.each([
    [-5_000, "0 s"],
    [0, "0 s"],
    [45_000, "45 s"],
    [60_000, "1 min"],
    [250_000, "4 min 10 s"],
    [894_000, "14 min"],
    [3_600_000, "1 h"],
    [4_800_000, "1 h 20 min"],
    [2 * 86_400_000 + 3 * 3_600_000 + 59_000, "2 d 3 h"],
  ])("%d ms is %s", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe("waitText", () => {
  test.each<[string, WaitInfo, string]>([
    [
      "a wait for a person says how long and for whom",
      forPerson,
      "waits 12 min for operator, on-call or admin",
    ],
    ["a timed one says when it ends by itself", timed, "continues by itself in 4 min 10 s"],
    [
      "one whose end has passed is not negative",
      { ...timed, until: "2026-11-24T11:59:00.000Z" },
      "is about to continue by itself",
    ],
    [
      "one that ended long ago may have no controller",
      { ...timed, until: "2026-11-24T11:48:00.000Z" },
      "should have continued 12 min ago: is its controller running?",
    ],
    [
      "a clock behind the cluster's is not negative",
      { ...forPerson, since: "2026-11-24T12:00:02.000Z" },
      "waits 0 s for operator, on-call or admin",
    ],
  ])("%s", (_case, wait, text) => {
    expect(waitText(wait, now)).toBe(text);
  });

  test("a timed wait has a share that is over, another has none", () => {
    expect(waitShare(timed, now)).toBeCloseTo(720 / 970);
    expect(waitShare(forPerson, now)).toBeNull();
  });
});

describe("compareRollouts", () => {
  function row(name: string, state: HealthState, wait: WaitInfo | null = null) {
    return rolloutRowOf({ name, health: { state, reason: "" }, wait });
  }

  test("those that wait for a person come first, the longest wait on top; then problems; a timed pause is no wait for a person", () => {
    const rows = [
      row("a-healthy", "Healthy"),
      row("b-timed", "Paused", timed),
      row("c-degraded", "Degraded"),
      row("d-waits", "Paused", forPerson),
      row("e-waits-longer", "Paused", { ...forPerson, since: "2026-11-24T09:00:00.000Z" }),
      row("f-progressing", "Progressing"),
    ];
    expect(rows.toSorted(compareRollouts).map((each) => each.name)).toEqual([
      "e-waits-longer",
      "d-waits",
      "c-degraded",
      "b-timed",
      "f-progressing",
      "a-healthy",
    ]);
  });
});

describe("rolloutsSentence", () => {
  const waiting = rolloutRowOf({ name: "w", health: { state: "Paused", reason: "" }, wait: forPerson });
  const healthy = rolloutRowOf({ name: "h" });
  const degraded = rolloutRowOf({ name: "d", health: { state: "Degraded", reason: "" } });

  test.each([
    ["who may act reads `you`", [waiting, healthy], true, "1 canary waits for you; 1 of 2 healthy"],
    [
      "who may not reads who may",
      [waiting, healthy],
      false,
      "1 canary waits for operator, on-call or admin; 1 of 2 healthy",
    ],
    ["problems are counted", [degraded, healthy], true, "1 needs attention; 1 of 2 healthy"],
    ["all is well", [healthy, healthy], true, "All 2 rollouts are healthy"],
    ["nothing", [], true, "No rollouts in this environment"],
  ])("%s", (_case, rows, mayAct, sentence) => {
    expect(rolloutsSentence(rows, mayAct)).toBe(sentence);
  });
});

describe("rolloutSentence", () => {
  const canary = rolloutRowOf({
    fullyPromoted: false,
    actualWeight: 25,
    stepIndex: 0,
    stepTitle: "Pause",
    health: { state: "Paused", reason: "" },
    wait: forPerson,
  });
  test("a canary at a gate says its weight and its step; the wait is told with what may be done", () => {
    expect(rolloutSentence(canary, now)).toBe("1.9.0 gets 25 % of traffic beside 1.8.0; step 1 of 6: Pause");
  });
  const aborted = { aborted: true, fullyPromoted: false, actualWeight: 0 };
  test("an aborted one says where the traffic is", () => {
    expect(rolloutSentence(rolloutRowOf({ ...aborted }), now)).toBe("Aborted; all traffic is on 1.8.0");
    const health = { state: "Degraded" as const, reason: "aborted: p95 failed once" };
    expect(rolloutSentence(rolloutRowOf({ ...aborted, health }), now)).toBe(
      "Aborted: p95 failed once; all traffic is on 1.8.0",
    );
  });
  test("an aborted one whose traffic returns with its pods says how much is left", () => {
    expect(rolloutSentence(rolloutRowOf({ ...aborted, actualWeight: 20 }), now)).toBe(
      "Aborted; 20 % of traffic is still on 1.9.0",
    );
  });
  test("a first version stands beside none", () => {
    expect(rolloutSentence({ ...canary, stableVersion: "" }, now)).toBe(
      "1.9.0 gets 25 % of traffic; step 1 of 6: Pause",
    );
  });
  test("a promoted one says what serves", () => {
    expect(rolloutSentence(rolloutRowOf(), now)).toBe("1.9.0 serves all traffic; 4 of 4 pods ready");
  });
});

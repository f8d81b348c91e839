import { describe, expect, it } from "vitest";
import { durationSeconds } from "../model/duration.ts";
import type { RolloutStatus } from "../model/rollout-object.ts";
import {
  isPauseStepCompleted,
  noPauseIntents,
  type PauseIntents,
  resolvePauseFields,
} from "./pause-intents.ts";

const NOW_MS = Date.parse("2026-01-05T09:10:00Z");
const NOW = "2026-01-05T09:10:00Z";
const EARLIER = "2026-01-05T09:00:00Z";
const STEP = { reason: "CanaryPauseStep" as const, startTime: EARLIER };
const INCONCLUSIVE = { reason: "InconclusiveAnalysisRun" as const, startTime: EARLIER };

describe("pause and abort fields of the next status", () => {
  it.each<[string, RolloutStatus, Partial<PauseIntents>, RolloutStatus]>([
    ["nothing", {}, {}, {}],
    [
      "a new pause",
      {},
      { add: ["CanaryPauseStep"] },
      { pauseConditions: [{ ...STEP, startTime: NOW }], controllerPause: true },
    ],
    [
      "the same pause keeps its start",
      { pauseConditions: [STEP], controllerPause: true },
      { add: ["CanaryPauseStep"] },
      { pauseConditions: [STEP], controllerPause: true },
    ],
    ["a resume is acknowledged", { controllerPause: true }, {}, {}],
    [
      "the last pause removed",
      { pauseConditions: [STEP], controllerPause: true },
      { remove: ["CanaryPauseStep"] },
      {},
    ],
    [
      "one of two removed",
      { pauseConditions: [STEP, INCONCLUSIVE], controllerPause: true },
      { remove: ["CanaryPauseStep"] },
      { pauseConditions: [INCONCLUSIVE], controllerPause: true },
    ],
    ["all cleared", { pauseConditions: [STEP], controllerPause: true }, { clear: true }, {}],
    ["an abort is stamped", { abort: true, pauseConditions: [STEP] }, {}, { abort: true, abortedAt: NOW }],
    ["and keeps its stamp", { abort: true, abortedAt: EARLIER }, {}, { abort: true, abortedAt: EARLIER }],
    [
      "an abort by the controller",
      { pauseConditions: [STEP] },
      { addAbort: true },
      { abort: true, abortedAt: NOW },
    ],
    ["an abort taken back", { abort: true, abortedAt: EARLIER }, { removeAbort: true }, {}],
    ["a retry", { abort: false, abortedAt: EARLIER }, {}, {}],
  ])("%s", (_name, status, intents, expected) => {
    expect(resolvePauseFields(status, { ...noPauseIntents(), ...intents }, NOW_MS)).toEqual(expected);
  });
});

describe("a pause step is complete", () => {
  it.each<[string, RolloutStatus, { duration?: number | string }, boolean]>([
    ["not before it began", {}, {}, false],
    ["not while a person is waited for", { pauseConditions: [STEP], controllerPause: true }, {}, false],
    ["when the person took the condition away", { controllerPause: true }, {}, true],
    ["not before its time", { pauseConditions: [STEP], controllerPause: true }, { duration: "10m" }, false],
    ["after its time", { pauseConditions: [STEP], controllerPause: true }, { duration: "9m59s" }, true],
    [
      "also with seconds as a number",
      { pauseConditions: [STEP], controllerPause: true },
      { duration: 599 },
      true,
    ],
    [
      "also with seconds as digits",
      { pauseConditions: [STEP], controllerPause: true },
      { duration: "601" },
      false,
    ],
  ])("%s", (_name, status, pause, expected) => {
    expect(isPauseStepCompleted(status, pause, NOW_MS)).toBe(expected);
  });
});

it.each<[number | string, number | undefined]>([
  [30, 30],
  ["30", 30],
  ["1h2m3.5s", 3723.5],
  ["1500ms", 1.5],
  ["10 minutes", undefined],
  ["", undefined],
])("duration %j is %j seconds", (duration, seconds) => {
  expect(durationSeconds(duration)).toBe(seconds);
});

import { type ActionPreview, type GuardResult, maxReasonLength } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { acknowledgedGuardIds, confirmBlocker, reasonProblem } from "./confirm-state.ts";
import { executeFailure } from "./execute-failure.ts";
import { previewOf } from "./testing/intent-of.ts";

const freeze: GuardResult = {
  id: "freeze-window",
  verdict: "fail",
  message: "A freeze is on.",
  final: false,
};
const impossible: GuardResult = {
  id: "action-available",
  verdict: "fail",
  message: "It is done.",
  final: true,
};
const hpa: GuardResult = {
  id: "hpa-overrules",
  verdict: "warn",
  message: "The autoscaler decides.",
  final: false,
};
const ok: GuardResult = { id: "fresh", verdict: "pass", message: "", final: false };

describe("confirmBlocker", () => {
  test.each<[string, Partial<ActionPreview>, GuardResult[], string | null]>([
    ["nothing in the way", {}, [], null],
    ["a warning does not block", { guards: [hpa, ok] }, [], null],
    [
      "a failed check blocks until it is ticked",
      { guards: [freeze] },
      [],
      "Tick each failed check that you override.",
    ],
    ["and is passed when it is", { guards: [freeze] }, [freeze], null],
    ["a final one cannot be ticked away", { guards: [impossible] }, [impossible], "It is done."],
    [
      "not available",
      { available: false, unavailableReason: "Nothing to promote." },
      [],
      "Nothing to promote.",
    ],
    ["not permitted", { permitted: false }, [], "Your role may not do this here."],
  ])("%s", (_case, part, ticked, expected) => {
    expect(confirmBlocker(previewOf(part), new Set(ticked))).toBe(expected);
  });

  test("an override is of the check that was read: what another choice fails asks to be read anew", () => {
    const ticked = new Set([freeze]);
    const ofAnotherChoice = previewOf({ guards: [{ ...freeze }] });
    expect(confirmBlocker(ofAnotherChoice, ticked)).toBe("Tick each failed check that you override.");
    expect(acknowledgedGuardIds(ofAnotherChoice, ticked)).toEqual([]);
  });

  test("warnings are acknowledged by confirming, failures by their tick, passes never", () => {
    const preview = previewOf({ guards: [freeze, hpa, ok] });
    expect(acknowledgedGuardIds(preview, new Set())).toEqual(["hpa-overrules"]);
    expect(acknowledgedGuardIds(preview, new Set([freeze]))).toEqual(["freeze-window", "hpa-overrules"]);
  });
});

describe("reasonProblem", () => {
  test.each<[string, string, boolean, RegExp | null]>([
    ["given where demanded", "errors are down", true, null],
    ["blank where demanded", "  ", true, /Give a reason/],
    ["none where none is demanded", "", false, null],
    ["as long as the server takes", "x".repeat(maxReasonLength), true, null],
    ["longer", "x".repeat(maxReasonLength + 1), false, /At most 500 characters; this has 501/],
  ])("%s", (_case, reason, required, expected) => {
    const problem = reasonProblem(reason, required);
    if (expected) expect(problem).toMatch(expected);
    else expect(problem).toBeNull();
  });
});

describe("executeFailure", () => {
  function refusal(appCode: string, fieldErrors?: Record<string, string[]>) {
    return Object.assign(new Error("the server's words"), { data: { appCode, fieldErrors } });
  }

  test.each<[string, unknown, string, unknown]>([
    ["the target changed", refusal("STALE"), "stale", "the server's words"],
    ["the reason is wrong", refusal("INVALID_INPUT", { reason: ["is too long"] }), "reason", "is too long"],
    ["a guard said no", refusal("PRECONDITION_FAILED"), "refused", "the server's words"],
    ["the session ended", refusal("UNAUTHENTICATED"), "signed-out", expect.stringContaining("is kept")],
    ["no permission", refusal("FORBIDDEN"), "refused", "the server's words"],
    ["the server broke while acting", refusal("INTERNAL"), "unknown-result", "the server's words"],
    [
      "the cluster did not answer in time",
      refusal("UPSTREAM_TIMEOUT"),
      "unknown-result",
      "the server's words",
    ],
  ])("%s", (_case, error, kind, message) => {
    expect(executeFailure(error)).toEqual({ kind, message });
  });

  test("no answer at all leaves the result open, and says so", () => {
    expect(executeFailure(new TypeError("Failed to fetch"))).toMatchObject({ kind: "unknown-result" });
    expect(executeFailure(undefined).message).toContain("not known whether");
  });
});

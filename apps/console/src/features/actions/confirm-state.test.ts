import type { ActionPreview, GuardResult } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { acknowledgedGuardIds, confirmBlocker } from "./confirm-state.ts";
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
  test.each<[string, Partial<ActionPreview>, string, string[], string | null]>([
    ["nothing in the way", {}, "because", [], null],
    ["no reason where one is demanded", {}, "  ", [], "Give a reason."],
    ["no reason where none is demanded", { reasonRequired: false }, "", [], null],
    ["a warning does not block", { guards: [hpa, ok] }, "because", [], null],
    [
      "a failed check blocks until it is ticked",
      { guards: [freeze] },
      "because",
      [],
      "Tick each failed check that you override.",
    ],
    ["and is passed when it is", { guards: [freeze] }, "because", ["freeze-window"], null],
    [
      "a final one cannot be ticked away",
      { guards: [impossible] },
      "because",
      ["action-available"],
      "It is done.",
    ],
    [
      "not available",
      { available: false, unavailableReason: "Nothing to promote." },
      "because",
      [],
      "Nothing to promote.",
    ],
    ["not permitted", { permitted: false }, "because", [], "Your role may not do this here."],
  ])("%s", (_case, part, reason, ticked, expected) => {
    expect(confirmBlocker(previewOf(part), reason, new Set(ticked))).toBe(expected);
  });

  test("warnings are acknowledged by confirming, failures by their tick, passes never", () => {
    const preview = previewOf({ guards: [freeze, hpa, ok] });
    expect(acknowledgedGuardIds(preview, new Set())).toEqual(["hpa-overrules"]);
    expect(acknowledgedGuardIds(preview, new Set(["freeze-window"]))).toEqual([
      "freeze-window",
      "hpa-overrules",
    ]);
  });
});

describe("executeFailure", () => {
  function refusal(appCode: string, fieldErrors?: Record<string, string[]>) {
    return Object.assign(new Error("the server's words"), { data: { appCode, fieldErrors } });
  }

  test.each<[string, unknown, string, string]>([
    ["the target changed", refusal("STALE"), "stale", "It changed while you looked. Nothing was done."],
    ["the reason is wrong", refusal("INVALID_INPUT", { reason: ["is too long"] }), "reason", "is too long"],
    ["a guard said no", refusal("PRECONDITION_FAILED"), "refused", "the server's words"],
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

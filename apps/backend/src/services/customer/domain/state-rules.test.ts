import { describe, expect, test } from "vitest";
import { resolveStateTerms, type StateRule, stateRuleStatus } from "./state-rules.ts";

const rule = (fields: Partial<StateRule>): StateRule => ({
  state: "CA",
  key: "cancel_business_days",
  value: 5,
  effectiveFrom: "2023-01-01",
  effectiveTo: null,
  reviewedBy: "counsel",
  ...fields,
});
const federal = {
  serviceable: true,
  cancelBusinessDays: 3,
  completionDaysMax: null,
  monthlyStatement: false,
};

describe("state rules: the strictest of federal and state law", () => {
  test.each<[string, StateRule[], string, object]>([
    ["no rule", [], "2026-11-29", federal],
    ["more days", [rule({})], "2026-11-29", { ...federal, cancelBusinessDays: 5 }],
    ["fewer days than federal law gives", [rule({ value: 2 })], "2026-11-29", federal],
    ["two rules", [rule({}), rule({ value: 4 })], "2026-11-29", { ...federal, cancelBusinessDays: 5 }],
    ["another state's", [rule({ state: "NY" })], "2026-11-29", federal],
    ["not yet in effect", [rule({ effectiveFrom: "2026-11-30" })], "2026-11-29", federal],
    ["its first day", [rule({})], "2023-01-01", { ...federal, cancelBusinessDays: 5 }],
    [
      "its last day",
      [rule({ effectiveTo: "2026-11-29" })],
      "2026-11-29",
      { ...federal, cancelBusinessDays: 5 },
    ],
    ["after its last day", [rule({ effectiveTo: "2026-11-28" })], "2026-11-29", federal],
    ["reviewed by nobody", [rule({ reviewedBy: null })], "2026-11-29", federal],
    [
      "serviceable and not",
      [rule({ key: "serviceable", value: true }), rule({ key: "serviceable", value: false })],
      "2026-11-29",
      { ...federal, serviceable: false },
    ],
    [
      "shorter completion",
      [rule({ key: "completion_days", value: 180 }), rule({ key: "completion_days", value: 120 })],
      "2026-11-29",
      { ...federal, completionDaysMax: 120 },
    ],
    [
      "a monthly statement",
      [rule({ key: "monthly_statement", value: true })],
      "2026-11-29",
      { ...federal, monthlyStatement: true },
    ],
  ])("%s", (_name, rules, on, expected) => {
    expect(resolveStateTerms(rules, "CA", on)).toEqual(expected);
  });
});

test.each([
  ["reviewed and in its time", "counsel", "2026-01-01", null, "applies"],
  ["on its last day", "counsel", "2026-01-01", "2026-11-29", "applies"],
  ["reviewed by nobody", null, "2026-01-01", null, "awaits_review"],
  ["reviewed by nobody, and over", null, "2020-01-01", "2021-01-01", "awaits_review"],
  ["from tomorrow", "counsel", "2026-11-30", null, "not_yet"],
  ["until yesterday", "counsel", "2026-01-01", "2026-11-28", "ended"],
] as const)("a rule %s", (_name, reviewedBy, effectiveFrom, effectiveTo, status) => {
  const rule = {
    state: "NY",
    key: "serviceable",
    value: false,
    reviewedBy,
    effectiveFrom,
    effectiveTo,
  } as const;
  expect(stateRuleStatus(rule, "2026-11-29")).toBe(status);
});

import { expect, test } from "vitest";
import { isWholeAnalysis } from "./analysis-delivery.ts";

test.each([
  ["parsed, of three bureaus", "parsed", ["TUC", "EFX", "EXP"], true],
  ["of two bureaus", "parsed", ["EFX", "EXP"], false],
  ["still in doubt", "needs_review", ["EFX", "EXP", "TUC"], false],
  ["superseded", "superseded", ["EFX", "EXP", "TUC"], false],
] as const)("CROA-8 an analysis %s: %s", (_name, state, bureaus, expected) => {
  expect(isWholeAnalysis({ state, bureaus })).toBe(expected);
});

import { expect, test } from "vitest";
import { readScoreModel } from "./parsing/vocabulary.ts";
import { scoreSeries } from "./score-series.ts";

test("scores of two models or bureaus are never on one line", () => {
  const score = (bureau: "EFX" | "EXP", model: string, scoredOn: string, value = 600) => ({
    bureau,
    model,
    scoredOn,
    value,
  });
  const lines = scoreSeries([
    score("EFX", "vantage_3", "2026-02-01"),
    score("EFX", "fico_8", "2026-02-01"),
    score("EFX", "vantage_3", "2026-01-01"),
    score("EXP", "vantage_3", "2026-01-01"),
  ]);
  expect(
    lines.map(({ bureau, model, scores }) => [bureau, model, scores.map(({ scoredOn }) => scoredOn)]),
  ).toEqual([
    ["EFX", "vantage_3", ["2026-01-01", "2026-02-01"]],
    ["EFX", "fico_8", ["2026-02-01"]],
    ["EXP", "vantage_3", ["2026-01-01"]],
  ]);
});

test.each([
  ["VantageScore 3.0", "vantage_3"],
  ["VANTAGE_SCORE_4", "vantage_4"],
  ["FICO Score 8", "fico_8"],
  ["FICO08", "fico_8"],
  ["FICO Score 10 T", "fico_10"],
  ["FICO Auto Score 8", "fico_auto_8"],
  ["Plus Score", "plus_score"],
  [null, "unnamed"],
])("the model %s is %s", (name, model) => {
  expect(readScoreModel(name)).toBe(model);
});

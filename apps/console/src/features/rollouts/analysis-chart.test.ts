import type { AnalysisMetric } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { analysisChart, measureText, metricSentence } from "./analysis-chart.ts";

const size = { width: 200, height: 60, padding: 6 };

function metricOf(values: (number | null)[], limit: AnalysisMetric["limit"]): AnalysisMetric {
  return {
    name: "error-rate",
    phase: "Running",
    dryRun: false,
    successCondition: "result[0] <= 0.05",
    failureCondition: "",
    limit,
    counts: { successful: 2, failed: 1, inconclusive: 0, error: 0 },
    failureLimit: 2,
    measurements: values.map((value, index) => ({
      at: `2026-11-24T10:0${index}:00.000Z`,
      value,
      raw: String(value),
      phase: "Successful",
      message: "",
    })),
  };
}

describe("analysisChart", () => {
  test("the limit is in view although every measurement is far from it", () => {
    const chart = analysisChart(metricOf([0.001, 0.002], { value: 0.05, passes: "below" }), size);
    expect(chart?.limit).toMatchObject({ label: "at most 0.05" });
    expect(chart?.limit?.y).toBeGreaterThan(size.padding);
    expect(chart?.limit?.y).toBeLessThan(size.height / 2);
  });

  test("a value over an upper limit lies in the failing area, one under it does not", () => {
    const chart = analysisChart(metricOf([0.01, 0.09], { value: 0.05, passes: "below" }), size);
    const bottom = (chart?.limit?.failing.y ?? 0) + (chart?.limit?.failing.height ?? 0);
    expect(chart?.points[0]?.y).toBeGreaterThan(bottom);
    expect(chart?.points[1]?.y).toBeLessThan(bottom);
  });

  test("with a lower limit the failing area is below the line", () => {
    const chart = analysisChart(metricOf([0.99], { value: 0.95, passes: "above" }), size);
    expect(chart?.limit?.label).toBe("at least 0.95");
    expect(chart?.points[0]?.y).toBeLessThan(chart?.limit?.failing.y ?? 0);
  });

  test("a measurement without a number leaves a gap in the line", () => {
    const chart = analysisChart(metricOf([1, null, 2, 3], null), size);
    expect(chart?.path.match(/M/g)).toHaveLength(2);
    expect(chart?.points).toHaveLength(3);
  });

  test.each<[string, (number | null)[]]>([
    ["one point", [5]],
    ["equal points", [5, 5, 5]],
    ["zeros", [0, 0]],
    ["negative ones", [-4, -2]],
  ])("%s stay inside the picture", (_case, values) => {
    for (const point of analysisChart(metricOf(values, null), size)?.points ?? []) {
      expect(point.x).toBeGreaterThanOrEqual(size.padding);
      expect(point.x).toBeLessThanOrEqual(size.width - size.padding);
      expect(point.y).toBeGreaterThanOrEqual(size.padding);
      expect(point.y).toBeLessThanOrEqual(size.height - size.padding);
    }
  });

  test("nothing is drawn when nothing was measured", () => {
    expect(analysisChart(metricOf([null, null], null), size)).toBeNull();
    expect(analysisChart(metricOf([], null), size)).toBeNull();
  });
});

describe("in words", () => {
  test("says the last value, the limit and the counts", () => {
    expect(metricSentence(metricOf([0.03, 0.0214], { value: 0.05, passes: "below" }))).toBe(
      "last 0.0214, limit at most 0.05; 2 passed, 1 failed (2 allowed)",
    );
    expect(metricSentence(metricOf([], null))).toBe("not measured yet; 2 passed, 1 failed (2 allowed)");
  });

  test("says of a dry run that it decides nothing, as a failed one may stand beside a run that passed", () => {
    expect(metricSentence({ ...metricOf([0.2], null), dryRun: true })).toBe(
      "dry run, decides nothing; last 0.2; 2 passed, 1 failed (2 allowed)",
    );
  });

  test("says that a measurement gave no number, and that no failure limit is set", () => {
    expect(metricSentence(metricOf([null, null], null))).toContain("no number measured;");
    expect(metricSentence(metricOf([0.03, null], null))).toContain("last 0.03, no number since;");
    const unlimited = { ...metricOf([0.03], null), failureLimit: -1 };
    expect(metricSentence(unlimited)).toBe("last 0.03; 2 passed, 1 failed (any number allowed)");
  });

  test.each([
    [0.0234567, "0.0235"],
    [1234, "1,234"],
    [99.95, "100"],
    [0, "0"],
  ])("%d is written %s", (value, text) => {
    expect(measureText(value)).toBe(text);
  });
});

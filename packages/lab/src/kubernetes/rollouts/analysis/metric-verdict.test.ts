import { describe, expect, it } from "vitest";
import type { AnalysisPhase, Metric, MetricResult } from "../model/analysis-object.ts";
import { effectiveCount, isWorse, measurementPhase, metricPhase, withMeasurement } from "./metric-verdict.ts";

const metric = (fields: Partial<Metric>): Metric => ({ name: "errors", provider: {}, ...fields });

describe("phase of one measurement", () => {
  it.each<[string, Partial<Metric>, number, AnalysisPhase]>([
    ["no condition always succeeds", {}, 1, "Successful"],
    ["only success, met", { successCondition: "result < 1" }, 0, "Successful"],
    ["only success, not met", { successCondition: "result < 1" }, 2, "Failed"],
    ["only failure, met", { failureCondition: "result > 1" }, 2, "Failed"],
    ["only failure, not met", { failureCondition: "result > 1" }, 0, "Successful"],
    [
      "both, success met",
      { successCondition: "result < 1", failureCondition: "result > 5" },
      0,
      "Successful",
    ],
    ["both, failure met", { successCondition: "result < 1", failureCondition: "result > 5" }, 9, "Failed"],
    ["both, none met", { successCondition: "result < 1", failureCondition: "result > 5" }, 3, "Inconclusive"],
    [
      "both met: failure wins",
      { successCondition: "result > 1", failureCondition: "result > 1" },
      3,
      "Failed",
    ],
  ])("%s", (_name, fields, value, phase) => {
    expect(measurementPhase(metric(fields), value)).toBe(phase);
  });
});

describe("phase of a metric", () => {
  const after = (fields: Partial<Metric>, phases: AnalysisPhase[], terminating = false) => {
    const start: MetricResult = { name: "errors", phase: "Running" };
    const result = phases.reduce(
      (sum, phase) => withMeasurement(sum, { phase, startedAt: "", finishedAt: "" }),
      start,
    );
    return metricPhase(metric(fields), result, terminating);
  };
  const looping = { interval: "10s" };

  it.each<[string, Partial<Metric>, AnalysisPhase[], AnalysisPhase]>([
    ["one measurement without interval or count", {}, ["Successful"], "Successful"],
    ["count not reached", { ...looping, count: 3 }, ["Successful", "Successful"], "Running"],
    ["count reached", { ...looping, count: 2 }, ["Successful", "Successful"], "Successful"],
    ["count given as a string", { ...looping, count: "1" }, ["Successful"], "Successful"],
    ["interval without count runs on", looping, Array(50).fill("Successful"), "Running"],
    ["first failure", looping, ["Failed"], "Failed"],
    ["failures up to the limit", { ...looping, failureLimit: 2 }, ["Failed", "Failed"], "Running"],
    ["failures over the limit", { ...looping, failureLimit: 2 }, ["Failed", "Failed", "Failed"], "Failed"],
    ["failure limit switched off", { ...looping, failureLimit: -1 }, ["Failed", "Failed"], "Running"],
    ["inconclusive", looping, ["Inconclusive"], "Inconclusive"],
    ["inconclusive overrides failed", looping, ["Failed", "Inconclusive"], "Inconclusive"],
    ["four errors are retried", {}, Array(4).fill("Error"), "Running"],
    ["the fifth error in a row", {}, Array(5).fill("Error"), "Error"],
    [
      "a success ends the row of errors",
      looping,
      [...Array(4).fill("Error"), "Successful", "Error"],
      "Running",
    ],
    [
      "successes in a row reached",
      { ...looping, consecutiveSuccessLimit: 2, failureLimit: 5 },
      ["Failed", "Successful", "Successful"],
      "Successful",
    ],
    [
      "count over before the successes in a row",
      { ...looping, count: 2, consecutiveSuccessLimit: 2, failureLimit: 5 },
      ["Successful", "Failed"],
      "Inconclusive",
    ],
    [
      "the same without failure limit",
      { ...looping, count: 2, consecutiveSuccessLimit: 2, failureLimit: -1 },
      ["Successful", "Failed"],
      "Failed",
    ],
  ])("%s", (_name, fields, phases, expected) => {
    expect(after(fields, phases)).toBe(expected);
  });

  it("counts as successful when it is stopped without a verdict", () => {
    expect(after(looping, ["Successful"], true)).toBe("Successful");
    expect(after(looping, [], true)).toBe("Successful");
  });
});

it("without count, only an interval makes a metric run on", () => {
  expect(effectiveCount(metric({}))).toBe(1);
  expect(effectiveCount(metric({ interval: "1m" }))).toBeUndefined();
});

it("Failed is worse than Error, which is worse than Inconclusive", () => {
  expect(isWorse("Failed", "Error")).toBe(true);
  expect(isWorse("Error", "Inconclusive")).toBe(true);
  expect(isWorse("Successful", "Inconclusive")).toBe(false);
});

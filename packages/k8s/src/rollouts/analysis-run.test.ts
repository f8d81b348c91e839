import { describe, expect, it } from "vitest";
import type { AnalysisRun } from "../kubernetes/rollout.ts";
import { metadataOf } from "../testing/fixtures.ts";
import { toAnalysisRun } from "./analysis-run.ts";

function runOf(spec: AnalysisRun["spec"], values: string[] = []): AnalysisRun {
  const measurements = values.map((value) => ({ phase: "Successful", value }));
  const metricResults = [{ name: "success-rate", phase: "Running", measurements }];
  return { metadata: metadataOf("run"), spec, status: { phase: "Running", metricResults } };
}

describe("toAnalysisRun", () => {
  it.each([
    ["0.98", 0.98],
    ["[0.98]", 0.98],
    ["[0.98, 0.5]", 0.98],
    ["[]", null],
    ["[NaN]", null],
    ["", null],
    ['{"rate":1}', null],
  ])("a measurement of %s is the number %s: no answer is not zero", (value, number) => {
    const run = toAnalysisRun(runOf({ metrics: [{ name: "success-rate" }] }, [value]));
    expect(run.metrics[0]?.measurements[0]).toMatchObject({ value: number, raw: value });
  });

  it("shows conditions and limits with the arguments that the run was made with", () => {
    const metric = {
      name: "success-rate",
      successCondition: "result[0] >= {{args.threshold}}",
      failureLimit: "{{ args.allowed }}",
    };
    const args = [
      { name: "threshold", value: "0.95" },
      { name: "allowed", value: "3" },
    ];
    expect(toAnalysisRun(runOf({ metrics: [metric], args })).metrics[0]).toMatchObject({
      successCondition: "result[0] >= 0.95",
      limit: { value: 0.95, passes: "above" },
      failureLimit: 3,
    });
  });

  it.each([
    ["before its first result, by name", { dryRun: [{ metricName: "success-rate" }] }, undefined, true],
    ["before its first result, all of them", { dryRun: [{ metricName: ".*" }] }, undefined, true],
    ["as the controller says with the result", { dryRun: [{ metricName: "succ.*" }] }, true, true],
    ["another one is", { dryRun: [{ metricName: "latency" }] }, undefined, false],
  ])("tells a dry run, which decides nothing: %s", (_what, spec, dryRun, expected) => {
    const run = runOf({ metrics: [{ name: "success-rate" }], ...spec });
    const status = { metricResults: [{ name: "success-rate", phase: "Failed", dryRun }] };
    expect(toAnalysisRun({ ...run, status }).metrics[0]?.dryRun).toBe(expected);
  });

  it("leaves an argument that comes from a Secret as it is written", () => {
    const metric = {
      name: "success-rate",
      successCondition: "result < {{args.most}}",
      failureLimit: "{{args.n}}",
    };
    expect(toAnalysisRun(runOf({ metrics: [metric], args: [{ name: "most" }] })).metrics[0]).toMatchObject({
      successCondition: "result < {{args.most}}",
      limit: null,
      failureLimit: 0,
    });
  });
});

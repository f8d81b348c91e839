import { describe, expect, it } from "vitest";
import type { MetricQuery } from "./analysis/metric-source.ts";
import { analysed, BACKGROUND, INLINE, TEMPLATES, UNDECIDED } from "./testing/analysed-rollout.ts";

describe("analysis as a step", () => {
  it("a success lets the rollout go on", () => {
    const { cluster } = analysed(INLINE, { interval: "10s", count: 3 });
    const queries: MetricQuery[] = [];
    cluster.measureWith((query) => {
      queries.push(query);
      return 0.01;
    });
    cluster.setImage("v2");
    cluster.advance(10_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 1, phase: "Progressing" });
    expect(cluster.status().canary?.currentStepAnalysisRunStatus).toMatchObject({
      name: `api-${cluster.hashOf(2)}-2-1`,
      status: "Running",
    });
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 3, phase: "Paused" });
    expect(cluster.analysisRuns()).toHaveLength(1);
    const [run] = cluster.analysisRuns();
    expect(run?.metadata.labels).toMatchObject({
      "rollout-type": "Step",
      "step-index": "1",
      "rollouts-pod-template-hash": cluster.hashOf(2),
    });
    expect(run?.status).toMatchObject({ phase: "Successful", runSummary: { count: 1, successful: 1 } });
    const [result] = run?.status?.metricResults ?? [];
    expect(result).toMatchObject({ phase: "Successful", count: 3, successful: 3 });
    const [first, second] = result?.measurements ?? [];
    expect(first).toMatchObject({ phase: "Successful", value: "0.01" });
    expect(Date.parse(second?.startedAt ?? "") - Date.parse(first?.finishedAt ?? "")).toBe(10_000);
    expect(queries[0]).toMatchObject({
      rolloutName: "api",
      namespace: "shop",
      metricName: "error-rate",
      provider: { datadog: { query: `errors{hash:${cluster.hashOf(2)}}` } },
      args: { hash: cluster.hashOf(2) },
      podTemplateHash: cluster.hashOf(2),
    });
  });

  it("a failure aborts the rollout and says why; a retry measures again", () => {
    const { cluster, client } = analysed(INLINE);
    cluster.measureWith(() => 0.5);
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ abort: true, phase: "Degraded", currentStepIndex: 0 });
    expect(cluster.status().message).toBe(
      'RolloutAborted: Rollout aborted update to revision 2: Step-based analysis phase error/failed: Metric "error-rate" assessed Failed due to failed (1) > failureLimit (0)',
    );
    expect(cluster.eventReasons()).toContain("AnalysisRunFailed");
    cluster.measureWith(() => 0);
    client.retry();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 3, phase: "Paused" });
    const names = cluster.analysisRuns().map(({ metadata }) => metadata.name);
    expect(names).toEqual([`api-${cluster.hashOf(2)}-2-1`, `api-${cluster.hashOf(2)}-2-1.1`]);
  });

  it("an inconclusive run pauses and halts; resuming measures again", () => {
    const { cluster, client } = analysed(INLINE, UNDECIDED);
    cluster.measureWith(() => 0.1);
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({
      phase: "Paused",
      message: "InconclusiveAnalysisRun",
      currentStepIndex: 1,
      controllerPause: true,
    });
    cluster.measureWith(() => 0);
    client.resume();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 3, message: "CanaryPauseStep" });
    expect(cluster.analysisRuns()).toHaveLength(2);
  });

  it("promoting an inconclusive step skips it", () => {
    const { cluster, client } = analysed(INLINE, UNDECIDED);
    cluster.measureWith(() => 0.1);
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.promote();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 3, message: "CanaryPauseStep" });
    expect(cluster.analysisRuns()).toHaveLength(1);
  });

  it("promoting during a running analysis stops it", () => {
    const { cluster, client } = analysed(INLINE, { interval: "10s" });
    cluster.measureWith(() => 0);
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.status().currentStepIndex).toBe(1);
    client.promote();
    cluster.advance(60_000);
    expect(cluster.status().currentStepIndex).toBe(3);
    expect(cluster.analysisRuns()[0]).toMatchObject({
      spec: { terminate: true },
      status: { phase: "Successful", message: "Run Terminated" },
    });
  });

  it("errors of the source are retried every 10 s; the fifth in a row ends the run", () => {
    const { cluster } = analysed(INLINE);
    cluster.measureWith(() => new Error("provider unreachable"));
    cluster.setImage("v2");
    cluster.advance(40_000);
    expect(cluster.status().abort).toBeUndefined();
    cluster.advance(30_000);
    expect(cluster.status().message).toContain(
      'consecutiveErrors (5) > consecutiveErrorLimit (4): "Error Message: provider unreachable"',
    );
  });
});

describe("analysis in the background", () => {
  it("runs until the promotion and does not stop the steps", () => {
    const { cluster, client } = analysed(BACKGROUND, { interval: "30s" });
    cluster.measureWith(() => 0);
    cluster.setImage("v2");
    cluster.advance(120_000);
    expect(cluster.status().canary?.currentBackgroundAnalysisRunStatus).toMatchObject({ status: "Running" });
    client.promote();
    cluster.advance(60_000);
    client.promote();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ phase: "Healthy" });
    expect(cluster.status().canary?.currentBackgroundAnalysisRunStatus).toBeUndefined();
    expect(cluster.analysisRuns()[0]?.status?.phase).toBe("Successful");
  });

  it("a failure during a pause aborts", () => {
    const { cluster } = analysed(BACKGROUND, { interval: "30s", failureLimit: 1 });
    cluster.measureWith(() => 0);
    cluster.setImage("v2");
    cluster.advance(120_000);
    cluster.measureWith(() => 1);
    cluster.advance(30_000);
    expect(cluster.status().phase).toBe("Paused");
    cluster.advance(60_000);
    expect(cluster.status().message).toContain("Background analysis phase error/failed");
  });

  it("waits for its startingStep", () => {
    const { cluster, client } = analysed(
      { ...BACKGROUND, analysis: { ...TEMPLATES, startingStep: 2 } },
      { interval: "30s" },
    );
    cluster.measureWith(() => 0);
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.analysisRuns()).toEqual([]);
    client.promote();
    cluster.advance(60_000);
    expect(cluster.analysisRuns()).toHaveLength(1);
  });

  it("an abort stops it", () => {
    const { cluster, client } = analysed(BACKGROUND, { interval: "30s" });
    cluster.measureWith(() => 0);
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.abort();
    cluster.advance(10_000);
    expect(cluster.analysisRuns()[0]?.status?.phase).toBe("Successful");
  });
});

describe("measurements", () => {
  it("are the last ten, counting all", () => {
    const { cluster } = analysed(BACKGROUND, { interval: "10s" });
    cluster.measureWith(() => 0);
    cluster.setImage("v2");
    cluster.advance(600_000);
    const [result] = cluster.analysisRuns()[0]?.status?.metricResults ?? [];
    expect(result?.measurements).toHaveLength(10);
    expect(result?.count).toBeGreaterThan(50);
  });

  it("of a metric in dry run fail without consequence", () => {
    const { cluster } = analysed(
      {
        ...INLINE,
        steps: [{ setWeight: 25 }, { analysis: { ...TEMPLATES, dryRun: [{ metricName: ".*" }] } }],
      },
      {},
    );
    cluster.measureWith(() => 1);
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.status().phase).toBe("Healthy");
    expect(cluster.analysisRuns()[0]?.status?.metricResults?.[0]).toMatchObject({
      phase: "Failed",
      dryRun: true,
      message: "Metric assessed Failed due to failed (1) > failureLimit (0)",
    });
  });

  it("of Prometheus are vectors: no data is an error unless the condition allows for it", () => {
    const outcome = (successCondition: string) => {
      const { cluster } = analysed(INLINE, { successCondition, provider: { prometheus: { query: "up" } } });
      cluster.measureWith(() => null);
      cluster.setImage("v2");
      cluster.advance(10_000);
      return cluster.analysisRuns()[0]?.status?.metricResults?.[0]?.measurements?.[0]?.phase;
    };
    expect(outcome("result[0] < 1")).toBe("Error");
    expect(outcome("len(result) == 0 || result[0] < 1")).toBe("Successful");
  });
});

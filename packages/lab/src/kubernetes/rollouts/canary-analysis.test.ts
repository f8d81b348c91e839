import { describe, expect, it } from "vitest";
import type { MetricQuery } from "./analysis/metric-source.ts";
import type { Metric } from "./model/analysis-object.ts";
import type { CanaryStrategy } from "./model/rollout-object.ts";
import { createReferenceClient } from "./testing/reference-client.ts";
import { createRolloutCluster } from "./testing/rollout-cluster.ts";

const ERROR_RATE: Metric = {
  name: "error-rate",
  successCondition: "result < 0.05",
  provider: { datadog: { query: "errors{hash:{{args.hash}}}" } },
};
const UNDECIDED: Partial<Metric> = { successCondition: "result < 0.05", failureCondition: "result > 0.2" };
const HASH_ARGS = [{ name: "hash", valueFrom: { podTemplateHashValue: "Latest" as const } }];
const TEMPLATES = { templates: [{ templateName: "errors" }], args: HASH_ARGS };
const INLINE: CanaryStrategy = {
  steps: [{ setWeight: 25 }, { analysis: TEMPLATES }, { setWeight: 50 }, { pause: {} }],
};
const BACKGROUND: CanaryStrategy = {
  analysis: TEMPLATES,
  steps: [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }, { pause: {} }],
};

function deployed(canary: CanaryStrategy, metric: Partial<Metric> = {}) {
  const cluster = createRolloutCluster({ canary });
  cluster.createTemplate("errors", [{ ...ERROR_RATE, ...metric }], [{ name: "hash" }]);
  cluster.deploy();
  return { cluster, client: createReferenceClient(cluster) };
}

describe("analysis as a step", () => {
  it("a success lets the rollout go on", () => {
    const { cluster } = deployed(INLINE, { interval: "10s", count: 3 });
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
    const { cluster, client } = deployed(INLINE);
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
    const { cluster, client } = deployed(INLINE, UNDECIDED);
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
    const { cluster, client } = deployed(INLINE, UNDECIDED);
    cluster.measureWith(() => 0.1);
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.promote();
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 3, message: "CanaryPauseStep" });
    expect(cluster.analysisRuns()).toHaveLength(1);
  });

  it("promoting during a running analysis stops it", () => {
    const { cluster, client } = deployed(INLINE, { interval: "10s" });
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
    const { cluster } = deployed(INLINE);
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
    const { cluster, client } = deployed(BACKGROUND, { interval: "30s" });
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
    const { cluster } = deployed(BACKGROUND, { interval: "30s", failureLimit: 1 });
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
    const { cluster, client } = deployed(
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
    const { cluster, client } = deployed(BACKGROUND, { interval: "30s" });
    cluster.measureWith(() => 0);
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.abort();
    cluster.advance(10_000);
    expect(cluster.analysisRuns()[0]?.status?.phase).toBe("Successful");
  });

  it("keeps the last ten measurements, counting all", () => {
    const { cluster } = deployed(BACKGROUND, { interval: "10s" });
    cluster.measureWith(() => 0);
    cluster.setImage("v2");
    cluster.advance(600_000);
    const [result] = cluster.analysisRuns()[0]?.status?.metricResults ?? [];
    expect(result?.measurements).toHaveLength(10);
    expect(result?.count).toBeGreaterThan(50);
  });

  it("a metric in dry run fails without consequence", () => {
    const { cluster } = deployed(
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

  it("Prometheus answers are vectors: no data is an error unless the condition allows for it", () => {
    const outcome = (successCondition: string) => {
      const { cluster } = deployed(INLINE, { successCondition, provider: { prometheus: { query: "up" } } });
      cluster.measureWith(() => null);
      cluster.setImage("v2");
      cluster.advance(10_000);
      return cluster.analysisRuns()[0]?.status?.metricResults?.[0]?.measurements?.[0]?.phase;
    };
    expect(outcome("result[0] < 1")).toBe("Error");
    expect(outcome("len(result) == 0 || result[0] < 1")).toBe("Successful");
  });
});

describe("validation", () => {
  it("a missing template is an invalid spec, which heals when the template appears", () => {
    const cluster = createRolloutCluster({ canary: INLINE });
    cluster.deploy();
    expect(cluster.status()).toMatchObject({ phase: "Degraded" });
    expect(cluster.status().message).toContain("AnalysisTemplate 'errors' not found");
    cluster.createTemplate("errors", [ERROR_RATE], [{ name: "hash" }]);
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ phase: "Healthy" });
    expect(cluster.status().conditions?.some(({ type }) => type === "InvalidSpec")).toBe(false);
  });

  it.each<[string, CanaryStrategy, string]>([
    ["a service that does not exist", { stableService: "gone" }, 'service "gone" not found'],
    ["one service for both sides", { stableService: "a", canaryService: "a" }, "two different services"],
    ["a step with two actions", { steps: [{ setWeight: 1, pause: {} }] }, "Step must have one of"],
    ["a weight over the maximum", { steps: [{ setWeight: 101 }] }, "between 0 and 100"],
    ["a pause without meaning", { steps: [{ pause: { duration: "soon" } }] }, "Duration needs to be"],
    [
      "setCanaryScale without a router",
      { steps: [{ setCanaryScale: { replicas: 1 } }] },
      "requires TrafficRouting",
    ],
    ["neither surge nor unavailable", { maxSurge: 0, maxUnavailable: "0%" }, "both can not be zero"],
    [
      "dynamicStableScale without a router",
      { dynamicStableScale: true },
      "only be used with traffic routing",
    ],
  ])("%s is an invalid spec", (_name, canary, message) => {
    const cluster = createRolloutCluster({ canary });
    cluster.deploy();
    expect(cluster.status().phase).toBe("Degraded");
    expect(cluster.status().message).toContain(message);
    expect(cluster.revisions()).toEqual([]);
  });

  it("blue-green is left alone with a word about it", () => {
    const cluster = createRolloutCluster({ spec: { strategy: { blueGreen: { activeService: "a" } } } });
    cluster.deploy();
    expect(cluster.status().conditions?.[0]).toMatchObject({ reason: "StrategyNotSupported" });
    expect(cluster.revisions()).toEqual([]);
  });
});

describe("workloadRef", () => {
  it("takes the template of a Deployment, follows its changes and scales it down", () => {
    const cluster = createRolloutCluster({
      canary: { steps: [{ setWeight: 25 }, { pause: {} }] },
      spec: {
        template: undefined as never,
        selector: undefined as never,
        workloadRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api", scaleDown: "onsuccess" },
      },
    });
    const template = (image: string) => ({
      metadata: { labels: { app: "api" } },
      spec: { containers: [{ name: "api", image }] },
    });
    cluster.create("deployments.apps", "Deployment", "api", {
      spec: { replicas: 4, selector: { matchLabels: { app: "api" } }, template: template("v1") },
    });
    cluster.deploy();
    expect(cluster.status()).toMatchObject({ phase: "Healthy", workloadObservedGeneration: "2" });
    const deployment = () => {
      const found = cluster.store.find("deployments.apps", "shop", "api");
      if (!found) throw new Error("the Deployment is gone");
      return found as typeof found & { spec: { replicas: number } };
    };
    // Scaling the Deployment down was its second generation.
    expect(deployment().spec.replicas).toBe(0);
    expect(cluster.rollout().spec.template).toBeUndefined();
    cluster.store.update("deployments.apps", {
      ...deployment(),
      spec: { ...deployment().spec, template: template("v2") },
    });
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ phase: "Paused", currentStepIndex: 1 });
    expect(cluster.revisions()).toHaveLength(2);
  });
});

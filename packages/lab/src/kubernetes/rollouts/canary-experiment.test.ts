import { describe, expect, it } from "vitest";
import type { Experiment } from "./model/experiment-object.ts";
import type { CanaryStrategy } from "./model/rollout-object.ts";
import { createRolloutCluster } from "./testing/rollout-cluster.ts";

function deployed(duration: string | undefined, analysis: object = {}, metric: object = {}) {
  const cluster = createRolloutCluster({
    canary: {
      steps: [
        {
          experiment: {
            ...(duration === undefined ? {} : { duration }),
            templates: [
              { name: "baseline", specRef: "stable" },
              { name: "candidate", specRef: "canary", replicas: 2 },
            ],
            analyses: [{ name: "compare", templateName: "errors", ...analysis }],
          },
        },
        { setWeight: 25 },
        { pause: {} },
      ],
    },
  });
  cluster.createTemplate("errors", [
    {
      name: "error-rate",
      interval: "10s",
      successCondition: "result < 0.05",
      provider: { datadog: {} },
      ...metric,
    },
  ]);
  cluster.deploy();
  cluster.measureWith(() => 0);
  cluster.setImage("v2");
  const experiment = () => cluster.store.list<Experiment>("experiments.argoproj.io")[0];
  const podsOf = () =>
    cluster
      .pods()
      .filter(({ metadata }) =>
        metadata.ownerReferences?.some(({ name }) => /-(baseline|candidate)$/.test(name)),
      );
  return { cluster, experiment, podsOf };
}

it("an experiment runs its templates for its duration, then the rollout goes on and the pods go", () => {
  const { cluster, experiment, podsOf } = deployed("1m");
  cluster.advance(30_000);
  expect(experiment()?.status?.phase).toBe("Running");
  expect(cluster.status()).toMatchObject({
    currentStepIndex: 0,
    canary: { currentExperiment: `api-${cluster.hashOf(2)}-2-0` },
  });
  expect(podsOf()).toHaveLength(3);
  cluster.advance(60_000);
  expect(experiment()?.status?.phase).toBe("Successful");
  expect(cluster.status()).toMatchObject({ currentStepIndex: 2, phase: "Paused" });
  expect(podsOf()).toEqual([]);
  expect(cluster.errors).toEqual([]);
});

it("a failed analysis of the experiment aborts the rollout", () => {
  const { cluster, experiment, podsOf } = deployed(undefined);
  cluster.advance(30_000);
  cluster.measureWith(() => 1);
  cluster.advance(30_000);
  expect(experiment()?.status?.phase).toBe("Failed");
  expect(cluster.status()).toMatchObject({ abort: true, phase: "Degraded" });
  expect(cluster.status().message).toContain("Experiment analysis phase is error/failed");
  expect(podsOf()).toEqual([]);
});

it("an analysis that it must wait for ends it early when it succeeds", () => {
  const { cluster, experiment } = deployed("1h", { requiredForCompletion: true }, { count: 2 });
  cluster.advance(60_000);
  expect(experiment()?.status?.phase).toBe("Successful");
  expect(cluster.status()).toMatchObject({ currentStepIndex: 2, phase: "Paused" });
});

it("without it a success changes nothing before the time is over", () => {
  const { cluster, experiment } = deployed("1h", {}, { count: 2 });
  cluster.advance(60_000);
  expect(experiment()?.status?.phase).toBe("Running");
  expect(cluster.status().currentStepIndex).toBe(0);
});

it("one that decides nothing pauses the rollout, and a person's going on runs it again", () => {
  const { cluster } = deployed("1h", {}, { failureCondition: "result > 0.2" });
  cluster.measureWith(() => 0.1);
  cluster.advance(60_000);
  expect(cluster.status()).toMatchObject({
    currentStepIndex: 0,
    phase: "Paused",
    pauseConditions: [{ reason: "InconclusiveExperiment" }],
  });
  cluster.measureWith(() => 0);
  cluster.patchStatus({ pauseConditions: null });
  cluster.advance(30_000);
  const phases = cluster.store.list<Experiment>("experiments.argoproj.io").map(({ status }) => status?.phase);
  expect(phases.toSorted()).toEqual(["Inconclusive", "Running"]);
});

it.each([["abort"], ["promoteFull"]])("%s ends it and its pods", (field) => {
  const { cluster, experiment, podsOf } = deployed("1h");
  cluster.advance(30_000);
  expect(podsOf()).toHaveLength(3);
  cluster.patchStatus({ [field]: true });
  cluster.advance(60_000);
  expect(experiment()?.status).toMatchObject({ phase: "Successful", message: "Experiment Terminated" });
  expect(podsOf()).toEqual([]);
});

describe("templates with a weight", () => {
  const WEIGHTED = [
    { name: "baseline", specRef: "stable" as const, weight: 5 },
    { name: "candidate", specRef: "canary" as const, weight: 10, service: { name: "api-candidate" } },
  ];
  const ALB = { alb: { ingress: "api", servicePort: 80 } };
  function weighted(
    trafficRouting: CanaryStrategy["trafficRouting"] | null = ALB,
    ports = [{ name: "http", containerPort: 3000 }],
  ) {
    const cluster = createRolloutCluster({
      canary: {
        stableService: "api-stable",
        canaryService: "api-canary",
        ...(trafficRouting ? { trafficRouting } : {}),
        steps: [
          { setWeight: 20 },
          { experiment: { duration: "1m", templates: WEIGHTED } },
          { setWeight: 50 },
          { pause: {} },
        ],
      },
      spec: {
        template: {
          metadata: { labels: { app: "api" } },
          spec: { containers: [{ name: "api", image: "v1", ports }] },
        },
      },
    });
    cluster.createService("api-stable");
    cluster.createService("api-canary");
    cluster.deploy();
    const { template } = cluster.rollout().spec;
    cluster.patchSpec({
      template: { ...template, spec: { containers: [{ name: "api", image: "v2", ports }] } },
    });
    const experiment = () => cluster.store.list<Experiment>("experiments.argoproj.io")[0];
    const services = () => cluster.store.list("services").map(({ metadata }) => metadata.name);
    return { cluster, experiment, services };
  }

  it("take their share of the traffic from stable while they run, through Services of their own", () => {
    const { cluster, experiment, services } = weighted();
    cluster.advance(30_000);
    const name = experiment()?.metadata.name;
    const hashes =
      experiment()?.status?.templateStatuses?.map(({ podTemplateHash }) => podTemplateHash) ?? [];
    expect(new Set([...hashes, cluster.hashOf(1), cluster.hashOf(2)])).toHaveProperty("size", 4);
    expect(cluster.status().canary?.weights).toEqual({
      canary: { weight: 20, podTemplateHash: cluster.hashOf(2), serviceName: "api-canary" },
      stable: { weight: 65, podTemplateHash: cluster.hashOf(1), serviceName: "api-stable" },
      additional: [
        { weight: 5, podTemplateHash: hashes[0], serviceName: `${name}-baseline` },
        { weight: 10, podTemplateHash: hashes[1], serviceName: "api-candidate" },
      ],
    });
    expect(cluster.store.find("services", "shop", "api-candidate")?.spec).toMatchObject({
      selector: { app: "api", "rollouts-pod-template-hash": hashes[1] },
      ports: [{ name: "http", port: 3000, targetPort: 3000, protocol: "TCP" }],
    });
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ currentStepIndex: 3, phase: "Paused" });
    expect(cluster.status().canary?.weights).toMatchObject({
      canary: { weight: 50 },
      stable: { weight: 50 },
    });
    expect(cluster.status().canary?.weights).not.toHaveProperty("additional");
    expect(services()).toEqual(["api-canary", "api-stable"]);
    expect(cluster.events().some(({ message }) => message.includes("additional: [{5 api-"))).toBe(true);
    expect(cluster.errors).toEqual([]);
  });

  it("give everything back at once when the rollout is aborted", () => {
    const { cluster } = weighted();
    cluster.advance(30_000);
    cluster.patchStatus({ abort: true });
    cluster.advance(1_000);
    expect(cluster.status().canary?.weights).toMatchObject({
      canary: { weight: 0 },
      stable: { weight: 100 },
    });
    expect(cluster.status().canary?.weights).not.toHaveProperty("additional");
  });

  it("end in an error when no Service can be made for them", () => {
    const { cluster, experiment } = weighted(ALB, []);
    cluster.advance(30_000);
    expect(experiment()?.status?.phase).toBe("Error");
    expect(cluster.status().message).toMatch(/Failed to create Service .*-baseline for template 'baseline'/);
    expect(cluster.status().abort).toBe(true);
  });

  it.each([
    [null, "cannot be set unless TrafficRouting is enabled"],
    [{ nginx: { stableIngress: "api" } }, "is only available for TrafficRouting with SMI, ALB, and Istio"],
  ])("need a router that knows more than two ways: %j", (trafficRouting, why) => {
    const { cluster } = weighted(trafficRouting);
    cluster.advance(1_000);
    const invalid = cluster.status().conditions?.find(({ type }) => type === "InvalidSpec");
    expect(invalid?.message).toContain(
      'spec.strategy.canary.steps[1].experiment.templates[0].weight: Invalid value: "5": Experiment template weight',
    );
    expect(invalid?.message).toContain(why);
  });
});

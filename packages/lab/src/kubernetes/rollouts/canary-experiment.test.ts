import { expect, it } from "vitest";
import type { Experiment } from "./model/experiment-object.ts";
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

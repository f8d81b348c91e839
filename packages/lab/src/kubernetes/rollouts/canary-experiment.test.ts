import { expect, it } from "vitest";
import type { Experiment } from "./model/experiment-object.ts";
import { createRolloutCluster } from "./testing/rollout-cluster.ts";

function deployed(duration: string | undefined) {
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
            analyses: [{ name: "compare", templateName: "errors" }],
          },
        },
        { setWeight: 25 },
        { pause: {} },
      ],
    },
  });
  cluster.createTemplate("errors", [
    { name: "error-rate", interval: "10s", successCondition: "result < 0.05", provider: { datadog: {} } },
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

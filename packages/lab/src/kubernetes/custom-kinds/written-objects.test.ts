import { expect, it } from "vitest";
import { createManualClock } from "../../world/clock.ts";
import { createScenarioDirector } from "../../world/scenarios.ts";
import { createWorld } from "../../world/world.ts";
import { createRolloutCluster } from "../rollouts/testing/rollout-cluster.ts";
import type { KubeObject, ObjectStore } from "../store/object-store.ts";
import type { JsonObject } from "../store/read-path.ts";
import { RESOURCE_KINDS } from "../store/resource-kinds.ts";
import { readKnownFields } from "./structure/known-fields.ts";
import { schemaFaults } from "./structure/schema-faults.ts";

/** Gathers what is wrong with each custom object that is stored, by its schema, and which kinds were seen. */
function inspect(store: ObjectStore) {
  const faults = new Set<string>();
  const seen = new Set<string>();
  for (const { kind, resource, schema } of RESOURCE_KINDS) {
    if (!schema) continue;
    store.subscribe(resource, ({ object }: { object: KubeObject }) => {
      seen.add(kind);
      const json = object as KubeObject & JsonObject;
      for (const field of readKnownFields(schema(), json).unknownFields)
        faults.add(`${kind} ${field}: unknown`);
      for (const { field, message } of schemaFaults(schema(), json))
        faults.add(`${kind} ${field}: ${message}`);
    });
  }
  return { faults, seen };
}

it("what the estate and the canaries of scenarios store is what the definitions allow", () => {
  const clock = createManualClock();
  const world = createWorld({ clock, seed: 3, onControllerError: (error) => expect.fail(String(error)) });
  const clusters = Object.values(world.clusters).map(({ store }) => inspect(store));
  world.boot();
  clock.advance(60_000);
  const director = createScenarioDirector(world);
  for (const scenario of ["bad-canary", "calm", "good-canary", "slow-canary"]) {
    director.start(scenario);
    clock.advance(120_000);
  }
  expect(clusters.flatMap(({ faults }) => [...faults])).toEqual([]);
  expect([...(clusters[0]?.seen ?? [])]).toEqual(
    expect.arrayContaining(["Rollout", "AnalysisTemplate", "AnalysisRun"]),
  );
  world.stop();
});

it("so is what an experiment and a routed canary store", () => {
  const cluster = createRolloutCluster({
    canary: {
      stableService: "api",
      canaryService: "api-canary",
      trafficRouting: { alb: { ingress: "api", servicePort: 80 } },
      analysis: { templates: [{ templateName: "errors" }] },
      steps: [
        {
          experiment: {
            duration: "30s",
            templates: [{ name: "candidate", specRef: "canary" }],
            analyses: [{ name: "compare", templateName: "errors" }],
          },
        },
        { setWeight: 20 },
        { pause: {} },
      ],
    },
  });
  const { faults, seen } = inspect(cluster.store);
  for (const name of ["api", "api-canary"]) {
    cluster.store.create("services", {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace: "shop" },
      spec: { selector: { app: "api" }, ports: [{ port: 80 }] },
    } as Parameters<typeof cluster.store.create>[1]);
  }
  cluster.createTemplate("errors", [
    { name: "error-rate", interval: "10s", successCondition: "result < 0.05", provider: { datadog: {} } },
  ]);
  cluster.deploy();
  cluster.measureWith(() => 0);
  cluster.setImage("v2");
  cluster.advance(120_000);
  expect(cluster.errors).toEqual([]);
  expect([...faults]).toEqual([]);
  expect(seen).toContain("Experiment");
  expect(cluster.status()).toMatchObject({
    currentStepIndex: 2,
    canary: { weights: { canary: { weight: 20 } } },
  });
});

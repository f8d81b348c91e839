import { expect, test } from "vitest";
import { SERVICES, WAITING_CANARY } from "../estate/service-catalog.ts";
import type { Deployment } from "../kubernetes/controllers/deployment.ts";
import { isPodReady, type Pod } from "../kubernetes/controllers/pod.ts";
import type { ReplicaSet } from "../kubernetes/controllers/replica-set.ts";
import type { Rollout } from "../kubernetes/rollouts/model/rollout-object.ts";
import { createManualClock } from "./clock.ts";
import { seedHistory } from "./history.ts";
import { createWorld, type WorldCluster } from "./world.ts";

function world() {
  const clock = createManualClock();
  const errors: unknown[] = [];
  const created = createWorld({ clock, seed: 7, onControllerError: (error) => errors.push(error) });
  return { clock, errors, world: created };
}
const rolloutsOf = ({ store, estate }: WorldCluster) =>
  store.list<Rollout>("rollouts.argoproj.io", { namespace: estate.namespace });
const readyPods = ({ store, estate }: WorldCluster) =>
  store.list<Pod>("pods", { namespace: estate.namespace }).filter(isPodReady).length;

test("the whole estate boots to Healthy in three clusters, with the strategy's replica counts", () => {
  const { clock, errors, world: estate } = world();
  estate.boot();
  clock.advance(180_000);
  expect(errors).toEqual([]);
  const { production, staging, dr } = estate.clusters;
  for (const cluster of [production, dr]) {
    expect(rolloutsOf(cluster).map(({ metadata, status }) => `${metadata.name} ${status?.phase}`)).toEqual(
      SERVICES.filter(({ progressive }) => progressive)
        .map(({ name }) => `${name} Healthy`)
        .sort(),
    );
  }
  const sum = (replicas: "replicas" | "stagingReplicas" | "drReplicas") =>
    SERVICES.reduce((total, service) => total + service[replicas], 0);
  expect(readyPods(production)).toBe(sum("replicas"));
  expect(readyPods(staging)).toBe(sum("stagingReplicas"));
  expect(readyPods(dr)).toBe(sum("drReplicas"));
  const deployments = staging.store.list<Deployment>("deployments.apps");
  expect(deployments).toHaveLength(8);
  for (const { spec, status } of deployments) expect(status?.availableReplicas).toBe(spec.replicas);
});

test("the history leaves earlier revisions to roll back to and one canary that waits for a person", () => {
  const { clock, errors, world: estate } = world();
  seedHistory(estate, clock.advance);
  expect(errors).toEqual([]);
  const { production } = estate.clusters;
  const rollouts = rolloutsOf(production);
  const phases = Object.fromEntries(rollouts.map(({ metadata, status }) => [metadata.name, status?.phase]));
  expect(phases).toEqual({
    "api-gateway": "Healthy",
    "auth-service": "Healthy",
    "billing-service": "Healthy",
    "credit-service": "Healthy",
    "customer-service": "Healthy",
    [WAITING_CANARY.service]: "Paused",
  });
  const waiting = rollouts.find(({ metadata }) => metadata.name === WAITING_CANARY.service);
  expect(waiting?.status).toMatchObject({
    currentStepIndex: 2,
    pauseConditions: [{ reason: "CanaryPauseStep" }],
    // Pods are its weight: the smallest share of three replicas is one pod beside them.
    updatedReplicas: 1,
    replicas: 4,
  });
  const replicaSets = production.store.list<ReplicaSet>("replicasets.apps", {
    namespace: "horizon-production",
  });
  const revisions = (service: string) =>
    replicaSets.filter(({ metadata }) => metadata.labels?.app === service).length;
  expect(revisions(WAITING_CANARY.service)).toBe(4);
  expect(revisions("worker-service")).toBe(3);
  expect(revisions("api-gateway")).toBe(3);
});

import { expect, test } from "vitest";
import type { FaultState } from "../kubernetes/api/faults.ts";
import type { Deployment } from "../kubernetes/controllers/deployment.ts";
import { findCondition, isPodReady, type Pod, podRestarts } from "../kubernetes/controllers/pod.ts";
import type { Rollout } from "../kubernetes/rollouts/model/rollout-object.ts";
import { createManualClock } from "./clock.ts";
import { createScenarioDirector } from "./scenarios.ts";
import { createWorld } from "./world.ts";

const NAMESPACE = "horizon-production";

function staged() {
  const clock = createManualClock();
  const errors: unknown[] = [];
  const world = createWorld({ clock, seed: 7, onControllerError: (error) => errors.push(error) });
  world.boot();
  clock.advance(120_000);
  const { store } = world.clusters.production;
  return {
    clock,
    world,
    errors,
    director: createScenarioDirector(world),
    rollout: (name: string) => store.find<Rollout>("rollouts.argoproj.io", NAMESPACE, name),
    pods: (app: string) => store.list<Pod>("pods", { namespace: NAMESPACE, labels: { app } }),
    deployment: (name: string) => store.find<Deployment>("deployments.apps", NAMESPACE, name),
  };
}

test("good-canary passes its analysis and waits for a person", () => {
  const { director, clock, rollout, errors } = staged();
  expect(director.start("good-canary")).toMatch(/^customer-service 3\.8\.0 begins/);
  clock.advance(120_000);
  expect(rollout("customer-service")?.status).toMatchObject({ phase: "Paused", currentStepIndex: 2 });
  expect(errors).toEqual([]);
});

test("canaries called up one right after another begin in services of their own", () => {
  const { director } = staged();
  const services = ["good-canary", "good-canary", "good-canary"].map(
    (name) => director.start(name)?.split(" ")[0],
  );
  expect(services).toEqual(["customer-service", "credit-service", "api-gateway"]);
});

test.each(["bad-canary", "slow-canary"])(
  "%s is aborted by analysis, and calm puts the sound release back",
  (name) => {
    const { director, clock, rollout, errors } = staged();
    director.start(name);
    clock.advance(120_000);
    expect(rollout("credit-service")?.status).toMatchObject({ phase: "Degraded", abort: true });
    director.start("calm");
    clock.advance(120_000);
    expect(rollout("credit-service")?.status?.phase).toBe("Healthy");
    expect(errors).toEqual([]);
  },
);

test("crash-loop leaves the old pods serving, shows CrashLoopBackOff, and calm heals it", () => {
  const { director, clock, pods, deployment } = staged();
  director.start("crash-loop");
  clock.advance(90_000);
  expect(pods("notification-service").filter(isPodReady)).toHaveLength(2);
  const crashing = pods("notification-service").find((pod) => podRestarts(pod) > 1);
  expect(crashing?.status?.containerStatuses?.[0]?.state.waiting?.reason).toBe("CrashLoopBackOff");
  director.start("calm");
  clock.advance(60_000);
  expect(pods("notification-service").filter(isPodReady)).toHaveLength(2);
  expect(findCondition(deployment("notification-service")?.status?.conditions, "Progressing")?.reason).toBe(
    "NewReplicaSetAvailable",
  );
});

test("node-lost moves pods away, and calm brings the node back", () => {
  const { director, clock, world } = staged();
  director.start("node-lost");
  const { nodeFaults, store } = world.clusters.production;
  const [lost] = nodeFaults.list();
  clock.advance(120_000);
  const alive = store
    .list<Pod>("pods", { namespace: NAMESPACE })
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  expect(alive.filter(({ spec }) => spec.nodeName === lost)).toEqual([]);
  expect(alive.filter(isPodReady)).toHaveLength(22);
  director.start("calm");
  expect(nodeFaults.list()).toEqual([]);
});

test("hpa-storm makes replica counts rise and fall, and calm returns them to the minimum", () => {
  const { director, clock, rollout } = staged();
  director.start("hpa-storm");
  const seen = new Set<number>();
  for (let elapsedMs = 0; elapsedMs < 360_000; elapsedMs += 15_000) {
    clock.advance(15_000);
    seen.add(rollout("api-gateway")?.spec.replicas ?? 0);
  }
  expect(Math.max(...seen)).toBeGreaterThan(6);
  expect(seen.size).toBeGreaterThan(3);
  director.start("calm");
  clock.advance(900_000);
  expect(rollout("api-gateway")?.spec.replicas).toBe(3);
});

test("5000-pods asks for 5,000 pods, and calm takes their Deployments away", () => {
  const { director, world } = staged();
  const asked = () =>
    world.clusters.production.store
      .list<Deployment>("deployments.apps", { namespace: "horizon-load" })
      .reduce((sum, { spec }) => sum + (spec.replicas ?? 0), 0);
  director.start("5000-pods");
  expect(asked()).toBe(5_000);
  director.start("calm");
  expect(asked()).toBe(0);
});

test("pods of a load become ready on nodes of their own, change as asked, and go", () => {
  const { clock, world } = staged();
  const load = () => world.clusters.production.store.list<Pod>("pods", { namespace: "horizon-load" });
  world.setLoad({ pods: 120, changesPerSecond: 0 });
  clock.advance(30_000);
  expect(load().filter(isPodReady)).toHaveLength(120);
  expect(load().every(({ spec }) => spec.nodeName?.startsWith("load-"))).toBe(true);
  world.setLoad({ pods: 120, changesPerSecond: 5 });
  let changes = 0;
  world.clusters.production.store.subscribe("deployments.apps", ({ object, previous }) => {
    if (previous && object.metadata.generation !== previous.metadata.generation) changes += 1;
  });
  clock.advance(10_000);
  expect(changes).toBe(50);
  world.setLoad({ pods: 0, changesPerSecond: 0 });
  clock.advance(30_000);
  expect(load()).toHaveLength(0);
});

test.each<[string, Partial<FaultState>]>([
  ["api-server-down", { down: true }],
  ["api-server-slow", { slowMs: 3_000 }],
  ["watch-stalled", { newWatchesHalted: true }],
])("%s is production's alone, and calm clears it", (name, faults) => {
  const { director, world } = staged();
  const { production, dr } = world.clusters;
  const calm = { ...dr.apiFaults.state() };
  director.start(name);
  expect(production.apiFaults.state()).toMatchObject(faults);
  expect(dr.apiFaults.state()).toEqual(calm);
  expect(
    director
      .list()
      .filter(({ active }) => active)
      .map((scenario) => scenario.name),
  ).toEqual([name]);
  director.start("calm");
  expect(production.apiFaults.state()).toEqual(calm);
});

test("410-storm expires history again and again until it is taken back", () => {
  const { director, clock, world } = staged();
  let expiries = 0;
  world.clusters.production.apiFaults.attach({
    dropConnections() {},
    haltWatches() {},
    expireHistory() {
      expiries += 1;
    },
  });
  director.start("410-storm");
  clock.advance(10_000);
  expect(expiries).toBe(6);
  director.start("calm");
  clock.advance(10_000);
  expect(expiries).toBe(6);
});

test("an unknown scenario is not started", () => {
  expect(staged().director.start("earthquake")).toBeUndefined();
});

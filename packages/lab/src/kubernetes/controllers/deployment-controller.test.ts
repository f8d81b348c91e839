import { describe, expect, test } from "vitest";
import { REVISION } from "./deployment.ts";
import type { KubeEvent } from "./event-recorder.ts";
import { findCondition, isPodReady } from "./pod.ts";
import type { ReplicaSet } from "./replica-set.ts";
import { createSimulatedCluster, type SimulatedCluster } from "./simulated-cluster.ts";

const image = (pod: { spec: { containers: { image: string }[] } }) => pod.spec.containers[0]?.image;
const progress = (cluster: SimulatedCluster) =>
  findCondition(cluster.getDeployment("web").status?.conditions, "Progressing");
const replicaSets = ({ store }: SimulatedCluster) =>
  store.list<ReplicaSet>("replicasets.apps", { namespace: "test" });

function deployed(spec: Parameters<SimulatedCluster["applyDeployment"]>[1]): SimulatedCluster {
  const cluster = createSimulatedCluster();
  cluster.applyDeployment("web", { image: "web:1", ...spec });
  cluster.clock.advance(60_000);
  expect(cluster.pods("web").filter(isPodReady)).toHaveLength(spec.replicas ?? 1);
  return cluster;
}

describe("a rolling update", () => {
  test.each([
    { replicas: 10, maxSurge: "25%", maxUnavailable: "25%", least: 8, most: 13 },
    { replicas: 4, maxSurge: 1, maxUnavailable: 0, least: 4, most: 5 },
    { replicas: 4, maxSurge: 0, maxUnavailable: 1, least: 3, most: 4 },
    { replicas: 3, maxSurge: 0, maxUnavailable: 0, least: 2, most: 3 },
  ])("keeps $least available and at most $most pods of $replicas", (limits) => {
    const { replicas, maxSurge, maxUnavailable, least, most } = limits;
    const cluster = deployed({
      replicas,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } },
    });
    cluster.applyDeployment("web", { image: "web:2" });
    for (let elapsedMs = 0; elapsedMs < 120_000; elapsedMs += 100) {
      cluster.clock.advance(100);
      const pods = cluster.pods("web");
      expect(pods.length).toBeLessThanOrEqual(most);
      expect(pods.filter(isPodReady).length).toBeGreaterThanOrEqual(least);
    }
    expect(cluster.pods("web").map(image)).toEqual(Array(replicas).fill("web:2"));
    expect(progress(cluster)).toMatchObject({ status: "True", reason: "NewReplicaSetAvailable" });
    expect(cluster.errors).toEqual([]);
  });

  test("stops at a version that never gets ready, keeps the old one available and passes its deadline", () => {
    const cluster = deployed({ replicas: 4, progressDeadlineSeconds: 120 });
    cluster.rules.set("bad", { imageTag: "2", behaviour: { neverReady: true } });
    cluster.applyDeployment("web", { image: "web:2" });
    cluster.clock.advance(60_000);
    expect(progress(cluster)).toMatchObject({ status: "True", reason: "ReplicaSetUpdated" });
    cluster.clock.advance(120_000);
    expect(progress(cluster)).toMatchObject({ status: "False", reason: "ProgressDeadlineExceeded" });
    expect(cluster.pods("web").filter(isPodReady).map(image)).toEqual(Array(3).fill("web:1"));
    expect(findCondition(cluster.getDeployment("web").status?.conditions, "Available")?.status).toBe("True");
  });

  test("makes a new ReplicaSet with the next revision, and going back raises the old one's", () => {
    const cluster = deployed({ replicas: 2 });
    const revisions = () =>
      Object.fromEntries(
        replicaSets(cluster).map(({ metadata, spec }) => [
          image(spec.template),
          metadata.annotations?.[REVISION],
        ]),
      );
    cluster.applyDeployment("web", { image: "web:2" });
    cluster.clock.advance(60_000);
    expect(revisions()).toEqual({ "web:1": "1", "web:2": "2" });
    cluster.applyDeployment("web", { image: "web:1" });
    cluster.clock.advance(60_000);
    expect(revisions()).toEqual({ "web:1": "3", "web:2": "2" });
    expect(cluster.getDeployment("web").metadata.annotations?.[REVISION]).toBe("3");
    expect(cluster.pods("web").map(image)).toEqual(["web:1", "web:1"]);
  });

  test("keeps no more old ReplicaSets than the history limit", () => {
    const cluster = deployed({ replicas: 1, revisionHistoryLimit: 2 });
    for (const tag of [2, 3, 4, 5]) {
      cluster.applyDeployment("web", { image: `web:${tag}` });
      cluster.clock.advance(60_000);
    }
    expect(
      replicaSets(cluster)
        .map(({ spec }) => image(spec.template))
        .sort(),
    ).toEqual(["web:3", "web:4", "web:5"]);
  });

  test("writes a ScalingReplicaSet event for each change of size", () => {
    const cluster = deployed({ replicas: 2 });
    const name = replicaSets(cluster)[0]?.metadata.name;
    const messages = cluster.store
      .list<KubeEvent>("events", { namespace: "test" })
      .filter(({ reason }) => reason === "ScalingReplicaSet")
      .map(({ message }) => message);
    expect(messages).toEqual([`Scaled up replica set ${name} from 0 to 2`]);
  });
});

test("a paused Deployment scales but does not roll, and rolls once resumed", () => {
  const cluster = deployed({ replicas: 2 });
  cluster.applyDeployment("web", { paused: true, replicas: 4, image: "web:2" });
  cluster.clock.advance(60_000);
  expect(cluster.pods("web").map(image)).toEqual(Array(4).fill("web:1"));
  expect(progress(cluster)).toMatchObject({ status: "Unknown", reason: "DeploymentPaused" });
  cluster.applyDeployment("web", { paused: false });
  cluster.clock.advance(60_000);
  expect(cluster.pods("web").map(image)).toEqual(Array(4).fill("web:2"));
});

test("Recreate never runs two versions at once", () => {
  const cluster = deployed({ replicas: 3, strategy: { type: "Recreate" } });
  cluster.applyDeployment("web", { image: "web:2" });
  for (let elapsedMs = 0; elapsedMs < 60_000; elapsedMs += 100) {
    cluster.clock.advance(100);
    const images = cluster.store.list("pods", { namespace: "test" }).map((pod) => image(pod as never));
    expect(new Set(images).size).toBeLessThanOrEqual(1);
  }
  expect(cluster.pods("web").map(image)).toEqual(Array(3).fill("web:2"));
});

test("scaling in the middle of a rollout grows both ReplicaSets in proportion", () => {
  const cluster = deployed({ replicas: 10 });
  cluster.rules.set("bad", { imageTag: "2", behaviour: { neverReady: true } });
  cluster.applyDeployment("web", { image: "web:2" });
  cluster.clock.advance(30_000);
  const sizes = () =>
    Object.fromEntries(replicaSets(cluster).map(({ spec }) => [image(spec.template), spec.replicas]));
  expect(sizes()).toEqual({ "web:1": 8, "web:2": 5 });
  cluster.applyDeployment("web", { replicas: 20 });
  cluster.clock.advance(100);
  expect(sizes()).toEqual({ "web:1": 15, "web:2": 10 });
});

test("status counts follow the pods and observedGeneration follows the spec", () => {
  const cluster = deployed({ replicas: 3 });
  const { metadata, status } = cluster.getDeployment("web");
  expect(status).toMatchObject({
    observedGeneration: metadata.generation,
    replicas: 3,
    updatedReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
  });
});

test("minReadySeconds delays availability", () => {
  const cluster = createSimulatedCluster();
  cluster.applyDeployment("web", { image: "web:1", replicas: 1, minReadySeconds: 30 });
  cluster.clock.advance(20_000);
  expect(cluster.getDeployment("web").status).toMatchObject({ readyReplicas: 1, unavailableReplicas: 1 });
  cluster.clock.advance(20_000);
  expect(cluster.getDeployment("web").status).toMatchObject({ availableReplicas: 1 });
});

test("going back finds the old ReplicaSet although the client wrote its quantities another way", () => {
  const cluster = deployed({ replicas: 1 });
  const { template } = cluster.getDeployment("web").spec;
  cluster.applyDeployment("web", { image: "web:2" });
  cluster.clock.advance(60_000);
  const [container] = template.spec.containers;
  const resources = { requests: { cpu: "0.25", memory: "0.5Gi" } };
  const containers = container ? [{ ...container, resources }] : [];
  cluster.applyDeployment("web", { template: { ...template, spec: { ...template.spec, containers } } });
  cluster.clock.advance(60_000);
  expect(replicaSets(cluster)).toHaveLength(2);
  expect(cluster.pods("web").map(image)).toEqual(["web:1"]);
});

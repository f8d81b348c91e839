import { describe, expect, test } from "vitest";
import type { KubeEvent } from "../controllers/event-recorder.ts";
import { findCondition, isPodReady, type Pod } from "../controllers/pod.ts";
import { createSimulatedCluster, type SimulatedCluster } from "../controllers/simulated-cluster.ts";
import { crashLoopBackoffMs } from "./container-run.ts";

const reasons = ({ store }: SimulatedCluster) =>
  store
    .list<KubeEvent>("events", { namespace: "test" })
    .filter(({ source }) => source.component === "kubelet")
    .map(({ reason }) => reason);

function create(cluster: SimulatedCluster, spec: Pod["spec"]): () => Pod | undefined {
  cluster.store.create<Pod>("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "test" },
    spec,
  });
  return () => cluster.store.find<Pod>("pods", "test", "p");
}

test.each([
  [1, 0],
  [2, 10_000],
  [3, 20_000],
  [6, 160_000],
  [7, 300_000],
  [20, 300_000],
])("after crash %i the kubelet waits %i ms", (crashes, waitMs) => {
  expect(crashLoopBackoffMs(crashes)).toBe(waitMs);
});

test("a pod goes from pending over creating to running and ready, with the kubelet's events", () => {
  const cluster = createSimulatedCluster();
  const pod = create(cluster, {
    containers: [{ name: "c", image: "c:1", readinessProbe: { initialDelaySeconds: 5, periodSeconds: 5 } }],
  });
  cluster.clock.advance(10);
  expect(pod()?.status).toMatchObject({
    phase: "Pending",
    containerStatuses: [{ state: { waiting: { reason: "ContainerCreating" } } }],
  });
  cluster.clock.advance(4_000);
  expect(pod()?.status?.phase).toBe("Running");
  expect(isPodReady(pod() as Pod)).toBe(false);
  cluster.clock.advance(6_000);
  expect(isPodReady(pod() as Pod)).toBe(true);
  expect(reasons(cluster).sort()).toEqual(["Created", "Pulled", "Started"]);
});

describe("a crashing container", () => {
  const crash = { afterMs: 1_000, exitCode: 137, reason: "OOMKilled" as const };

  test("restarts at once, then backs off, and keeps the state before", () => {
    const cluster = createSimulatedCluster();
    cluster.rules.set("oom", { imageTag: "2", behaviour: { crash } });
    const pod = create(cluster, { containers: [{ name: "c", image: "c:2" }] });
    cluster.clock.advance(8_000);
    const [status] = pod()?.status?.containerStatuses ?? [];
    expect(status).toMatchObject({
      restartCount: 1,
      ready: false,
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } },
    });
    expect(status?.state.waiting?.message).toMatch(
      /^back-off 10s restarting failed container=c pod=p_test\(/,
    );
    expect(reasons(cluster)).toContain("BackOff");
    cluster.clock.advance(600_000);
    expect(pod()?.status?.containerStatuses?.[0]?.restartCount).toBeLessThan(8);
  });

  test("recovers as soon as the rule is gone", () => {
    const cluster = createSimulatedCluster();
    cluster.rules.set("oom", { behaviour: { crash } });
    const pod = create(cluster, { containers: [{ name: "c", image: "c:2" }] });
    cluster.clock.advance(300_000);
    cluster.rules.clear();
    cluster.clock.advance(5_000);
    expect(isPodReady(pod() as Pod)).toBe(true);
  });
});

test("init containers run one after another, and a sidecar serves before the main container starts", () => {
  const cluster = createSimulatedCluster();
  const pod = create(cluster, {
    initContainers: [
      { name: "migrate", image: "m:1" },
      { name: "pgbouncer", image: "b:1", restartPolicy: "Always" },
    ],
    containers: [{ name: "main", image: "c:1" }],
  });
  const started = () =>
    [...(pod()?.status?.initContainerStatuses ?? []), ...(pod()?.status?.containerStatuses ?? [])]
      .filter(({ containerID }) => containerID !== undefined)
      .map(({ name }) => name);
  const seen = new Set<string>();
  for (let elapsedMs = 0; elapsedMs < 20_000; elapsedMs += 20) {
    cluster.clock.advance(20);
    seen.add(started().join(","));
  }
  expect([...seen]).toEqual(["", "migrate", "migrate,pgbouncer", "migrate,pgbouncer,main"]);
  expect(isPodReady(pod() as Pod)).toBe(true);
  expect(pod()?.status?.initContainerStatuses?.[0]?.state.terminated?.reason).toBe("Completed");
});

test("an image that cannot be pulled shows ImagePullBackOff", () => {
  const cluster = createSimulatedCluster();
  cluster.rules.set("missing", { behaviour: { imageMissing: true } });
  const pod = create(cluster, { containers: [{ name: "c", image: "c:2" }] });
  cluster.clock.advance(10_000);
  expect(pod()?.status).toMatchObject({
    phase: "Pending",
    containerStatuses: [{ state: { waiting: { reason: "ImagePullBackOff" } } }],
  });
});

test("a readiness probe that begins to fail takes the pod out and says why", () => {
  const cluster = createSimulatedCluster();
  const pod = create(cluster, { containers: [{ name: "c", image: "c:1" }] });
  cluster.clock.advance(20_000);
  cluster.rules.set("sick", { behaviour: { neverReady: true } });
  cluster.clock.advance(1_000);
  expect(findCondition(pod()?.status?.conditions, "Ready")).toMatchObject({
    status: "False",
    reason: "ContainersNotReady",
  });
  expect(reasons(cluster)).toContain("Unhealthy");
});

test("a deleted pod is terminating for a while, then gone; grace period zero is at once", () => {
  const cluster = createSimulatedCluster();
  const pod = create(cluster, { containers: [{ name: "c", image: "c:1" }] });
  cluster.clock.advance(20_000);
  cluster.store.delete("pods", "test", "p");
  cluster.clock.advance(100);
  expect(pod()?.metadata.deletionTimestamp).toBeDefined();
  expect(reasons(cluster)).toContain("Killing");
  cluster.clock.advance(5_000);
  expect(pod()).toBeUndefined();
  create(cluster, { containers: [{ name: "c", image: "c:1" }] });
  cluster.clock.advance(20_000);
  cluster.store.delete("pods", "test", "p", { gracePeriodSeconds: 0 });
  expect(pod()).toBeUndefined();
});

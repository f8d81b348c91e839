import { expect, test } from "vitest";
import type { KubeEvent } from "./event-recorder.ts";
import type { Node } from "./node.ts";
import { findCondition, isPodReady, type Pod } from "./pod.ts";
import { createSimulatedCluster } from "./simulated-cluster.ts";

test("pods of a workload spread over the nodes", () => {
  const cluster = createSimulatedCluster({ nodes: 3 });
  cluster.applyDeployment("web", { replicas: 6 });
  cluster.clock.advance(30_000);
  const nodes = cluster
    .pods("web")
    .map(({ spec }) => spec.nodeName)
    .sort();
  expect(nodes).toEqual(["node-1", "node-1", "node-2", "node-2", "node-3", "node-3"]);
});

test("a pod that fits nowhere stays pending with the reason, and is placed once there is room", () => {
  const cluster = createSimulatedCluster({ nodes: 1 });
  cluster.applyDeployment("web", { replicas: 17 });
  cluster.clock.advance(30_000);
  const pending = cluster.pods("web").filter(({ spec }) => spec.nodeName === undefined);
  expect(pending).toHaveLength(1);
  const message = "0/1 nodes are available: 1 Insufficient cpu.";
  expect(findCondition(pending[0]?.status?.conditions, "PodScheduled")).toMatchObject({
    reason: "Unschedulable",
    message,
  });
  const events = cluster.store.list<KubeEvent>("events", { namespace: "test" });
  expect(events.filter(({ reason }) => reason === "FailedScheduling").map((event) => event.message)).toEqual([
    message,
  ]);
  const node = cluster.store.find<Node>("nodes", null, "node-1") as Node;
  cluster.store.create<Node>("nodes", { ...node, metadata: { name: "node-2" } });
  cluster.clock.advance(30_000);
  expect(cluster.pods("web").filter(isPodReady)).toHaveLength(17);
});

test("a lost node turns Unknown after the grace time, and its pods move after their toleration", () => {
  const cluster = createSimulatedCluster({ nodes: 2 });
  const ready = () =>
    findCondition(cluster.store.find<Node>("nodes", null, "node-1")?.status?.conditions, "Ready");
  cluster.applyDeployment("web", { replicas: 4 });
  cluster.clock.advance(30_000);
  expect(ready()).toMatchObject({ status: "True", reason: "KubeletReady" });

  cluster.faults.lose("node-1");
  cluster.clock.advance(39_000);
  expect(ready()?.status).toBe("True");
  cluster.clock.advance(2_000);
  expect(ready()).toMatchObject({ status: "Unknown", reason: "NodeStatusUnknown" });
  expect(cluster.pods("web").filter(isPodReady)).toHaveLength(2);

  cluster.clock.advance(330_000);
  expect(cluster.pods("web").map(({ spec }) => spec.nodeName)).toEqual(Array(4).fill("node-2"));
  expect(cluster.pods("web").filter(isPodReady)).toHaveLength(4);
  const all = () => cluster.store.list<Pod>("pods", { namespace: "test" });
  expect(all().filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(2);

  cluster.faults.restore("node-1");
  cluster.clock.advance(30_000);
  expect(ready()?.status).toBe("True");
  expect(cluster.store.find<Node>("nodes", null, "node-1")?.spec.taints).toEqual([]);
  expect(all()).toHaveLength(4);
  expect(cluster.errors).toEqual([]);
});

test("healthy nodes write a heartbeat every five minutes and nothing between", () => {
  const cluster = createSimulatedCluster({ nodes: 1 });
  cluster.clock.advance(1_000);
  let writes = 0;
  cluster.store.subscribe("nodes", () => {
    writes += 1;
  });
  cluster.clock.advance(3_600_000);
  expect(writes).toBe(12);
});

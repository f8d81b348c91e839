import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmptyCluster, startEmptyCluster } from "../testing/empty-cluster.ts";
import { createKubectl, findKubectl, type Kubectl } from "../testing/kubectl.ts";
import { createManualClock, type ManualClock } from "../world/clock.ts";

let clock: ManualClock;
let cluster: EmptyCluster;
let kubectl: Kubectl;

beforeAll(async () => {
  clock = createManualClock(Date.now());
  cluster = await startEmptyCluster({ clock, seed: 1 });
  kubectl = createKubectl(await findKubectl(), cluster.kubeconfig);
  const { store } = cluster;
  store.create("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
  const resources = (cpu: string, memory: string) => ({ requests: { cpu, memory } });
  store.create("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "shop", labels: { tier: "front" } },
    spec: {
      containers: [
        { name: "web", image: "web:1", resources: resources("300m", "300Mi") },
        { name: "proxy", image: "proxy:1", resources: resources("100m", "100Mi") },
      ],
    },
  });
});
afterAll(() => cluster.close());

const run = (args: string) => kubectl([...args.split(" "), "--context", "admin@production"]);
async function ok(args: string): Promise<string> {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

it("kubectl top says nothing of a pod before it has run for a whole window", async () => {
  expect((await run("top pod -n shop")).stderr).toBe("error: metrics not available yet\n");
});

it("kubectl top shows what pods, containers and nodes use", async () => {
  clock.advance(120_000);
  const [, web = ""] = (await ok("top pod -n shop -l tier=front")).split("\n");
  const [, cpu, memory] = /^web +(\d+)m +(\d+)Mi/.exec(web)?.map(Number) ?? [];
  expect(cpu).toBeGreaterThan(0);
  const containers = await ok("top pod web -n shop --containers");
  const [, webCpu] = /^web +web +(\d+)m/m.exec(containers)?.map(Number) ?? [];
  const [, proxyCpu] = /^web +proxy +(\d+)m/m.exec(containers)?.map(Number) ?? [];
  expect(Math.abs((webCpu ?? 0) - 3 * (proxyCpu ?? 0))).toBeLessThanOrEqual(3);
  expect(memory).toBeGreaterThan(100);
  const nodes = await ok("top nodes");
  expect(nodes).toMatch(/NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\)/);
  expect(nodes.trim().split("\n")).toHaveLength(1 + cluster.store.list("nodes").length);
});

it("is read only, and stays as it was until the next round", async () => {
  const read = () => ok("get --raw /apis/metrics.k8s.io/v1beta1/namespaces/shop/pods/web");
  clock.advance(15_000 - (clock.now() % 15_000));
  const first = JSON.parse(await read());
  expect(first).toMatchObject({ kind: "PodMetrics", window: "15s", metadata: { name: "web" } });
  clock.advance(14_000);
  expect(JSON.parse(await read())).toEqual(first);
  clock.advance(1_000);
  expect(JSON.parse(await read()).timestamp).not.toBe(first.timestamp);
  expect((await run("delete pods.metrics.k8s.io web -n shop")).stderr).toMatch(/MethodNotAllowed/);
});

it("kubectl get leases shows who renews", async () => {
  const [node] = cluster.store.list("nodes");
  expect(await ok("get leases -n kube-node-lease")).toMatch(
    new RegExp(`^${node?.metadata.name} +${node?.metadata.name} `, "m"),
  );
});

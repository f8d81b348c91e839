import { expect, it } from "vitest";
import { serveTimedCluster } from "../testing/timed-cluster.ts";

const { clock, cluster, kubectl, ok } = await serveTimedCluster();
cluster.addNode("m");

const agent = (image: string) => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: agent, image: "${image}" }] }
`;

const nodes = async () => (await ok("get pods -o jsonpath={.items[*].spec.nodeName}")).split(" ").sort();

it("runs on every node, also on one that comes later, and not on one that went", async () => {
  await ok("apply -f -", agent("agent:1"));
  expect(await ok("rollout status ds/agent --timeout=5s")).toMatch(
    /daemon set "agent" successfully rolled out/,
  );
  expect(await ok("get ds")).toMatch(/agent +2 +2 +2 +2 +2 +<none>/);
  cluster.addNode("o");
  clock.advance(60_000);
  expect(await nodes()).toEqual(["m", "n", "o"]);
  await ok("delete node o");
  expect(await nodes()).toEqual(["m", "n"]);
});

it("stays where others are sent away: a cordon and a drain pass it by", async () => {
  await ok("cordon m");
  await ok("delete pods -l app=agent --wait=false");
  expect(await ok("get ds")).toMatch(/agent +2 +2 +2/);
  const refused = await kubectl("drain m".split(" "));
  expect(refused.stderr).toMatch(/cannot delete DaemonSet-managed Pods .*default\/agent-/);
  expect(await ok("drain m --ignore-daemonsets")).toMatch(/node\/m drained/);
  await ok("uncordon m");
});

it("takes a new template pod by pod, and goes back", async () => {
  await ok("set image ds/agent agent=agent:2");
  expect(await ok("rollout status ds/agent --timeout=5s")).toMatch(/successfully rolled out/);
  expect(await ok("rollout history ds/agent")).toMatch(/REVISION +CHANGE-CAUSE\n1 +<none>\n2 +<none>/);
  expect(await ok("get controllerrevisions")).toMatch(/agent-\w+ +daemonset.apps\/agent +2/);
  await ok("rollout undo ds/agent");
  expect(await ok("rollout history ds/agent")).toMatch(/\n2 +<none>\n3 +<none>/);
  expect(await ok("get pods -o jsonpath={.items[*].spec.containers[0].image}")).toBe("agent:1 agent:1");
});

it("goes with all that it made", async () => {
  await ok("delete ds agent");
  expect(await ok("get pods,controllerrevisions -o name")).toBe("");
});

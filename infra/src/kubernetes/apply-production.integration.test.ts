import { afterAll, beforeAll, expect, test } from "vitest";
import { asDeployer, startTestCluster, type TestCluster } from "./testing/test-cluster.ts";

const namespace = "horizon-production";
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
});
afterAll(() => cluster.close());

const phases = () => new Set(cluster.listRollouts(namespace).map(({ status }) => status?.phase));
const statusOf = (name: string) => cluster.getRollout(namespace, name).status;

/** What the reference client sends for "promote" at a pause, for every Rollout. */
async function promoteAll(): Promise<void> {
  const patch = ["--subresource", "status", "--type", "merge", "-p", '{"status":{"pauseConditions":null}}'];
  for (const { metadata } of cluster.listRollouts(namespace)) {
    await cluster.run("patch", "rollout", metadata.name, "-n", namespace, ...patch);
  }
}

test("an empty cluster takes everything in the README's order, the overlays with the rights of a deployment", async () => {
  await cluster.setImages("production", "2.0.0");
  await cluster.apply("platform/foundation/production");
  await cluster.apply("platform/configs/production");
  expect(await cluster.deploy("overlays/production/migrations")).toMatch(/job\.batch\/db-migrate created/);
  await cluster.deploy("overlays/production");
  cluster.advanceMinutes(5);
  expect(cluster.listRollouts(namespace)).toHaveLength(6);
  expect(phases()).toEqual(new Set(["Healthy"]));
});

test("autoscalers bring every service to its count, and the Deployments are available", async () => {
  expect(await cluster.readAvailable("rollouts", namespace)).toBe(
    "api-gateway=3 auth-service=2 billing-service=2 credit-service=3 customer-service=2 dispute-service=3",
  );
  expect(await cluster.readAvailable("deployments", namespace)).toBe(
    "notification-service=2 worker-service=5",
  );
  expect(await cluster.readAvailable("deployments", "horizon-system")).toBe(
    "console=2 ops-server=2 ops-worker=2",
  );
});

test("a second apply changes nothing: neither what autoscalers set, nor where Services point", async () => {
  const kinds = "rollouts,deployments,services,hpa,pdb,ingresses,networkpolicies,configmaps,externalsecrets";
  const versions = "jsonpath={range .items[*]}{.kind}/{.metadata.name}={.metadata.resourceVersion} {end}";
  const before = await cluster.run("get", kinds, "-A", "-o", versions);
  await cluster.deploy("overlays/production");
  expect(await cluster.run("get", kinds, "-A", "-o", versions)).toBe(before);
  expect(cluster.getRollout(namespace, "api-gateway").spec.replicas).toBe(3);
  expect(
    await cluster.run("get", "service", "api-gateway", "-n", namespace, "-o", "jsonpath={.spec.selector}"),
  ).toContain("rollouts-pod-template-hash");
});

test("a new release goes through its canary: behind the load balancer by weight, in the cluster by pods", async () => {
  await cluster.setImages("production", "2.1.0");
  await cluster.run("delete", "job", "db-migrate", "-n", namespace, ...asDeployer);
  await cluster.deploy("overlays/production/migrations");
  await cluster.deploy("overlays/production");
  cluster.advanceMinutes(8);
  expect(phases()).toEqual(new Set(["Paused"]));
  expect(statusOf("api-gateway")).toMatchObject({
    currentStepIndex: 2,
    canary: { weights: { canary: { weight: 10 } } },
  });
  expect(statusOf("credit-service")).toMatchObject({ currentStepIndex: 2, updatedReplicas: 1, replicas: 4 });

  await promoteAll();
  cluster.advanceMinutes(1);
  expect(statusOf("api-gateway")).toMatchObject({
    currentStepIndex: 4,
    canary: { weights: { canary: { weight: 25 } } },
  });
  cluster.advanceMinutes(8);
  expect(statusOf("api-gateway")).toMatchObject({
    currentStepIndex: 7,
    canary: { weights: { canary: { weight: 50 } } },
  });
  expect(statusOf("credit-service")).toMatchObject({ currentStepIndex: 7, updatedReplicas: 2 });

  await promoteAll();
  cluster.advanceMinutes(5);
  expect(phases()).toEqual(new Set(["Healthy"]));
  for (const { metadata, spec, status } of cluster.listRollouts(namespace)) {
    expect(JSON.stringify(spec.template)).toContain(`horizon-${metadata.name}:2.1.0@sha256:`);
    expect(status?.stableRS).toBe(status?.currentPodHash);
  }
  const runs = await cluster.run(
    "get",
    "analysisruns",
    "-n",
    namespace,
    "-o",
    "jsonpath={.items[*].status.phase}",
  );
  expect(runs.split(" ")).toEqual(Array(12).fill("Successful"));
});

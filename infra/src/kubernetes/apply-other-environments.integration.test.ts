import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCluster, type TestCluster } from "./testing/test-cluster.ts";

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await startTestCluster();
});
afterEach(() => cluster.close());

async function install(environment: string): Promise<void> {
  await cluster.setImages(environment, "2.0.0");
  await cluster.apply(`platform/foundation/${environment}`);
  await cluster.deploy(`overlays/${environment}`);
  cluster.advanceMinutes(5);
}

test("staging runs every service as a Deployment", async () => {
  await install("staging");
  expect(await cluster.readAvailable("deployments", "horizon-staging")).toBe(
    "api-gateway=2 auth-service=1 billing-service=1 credit-service=2 customer-service=1 dispute-service=1 notification-service=1 worker-service=1",
  );
  expect(cluster.listRollouts("horizon-staging")).toEqual([]);
});

test("recovery waits with a pod of what serves, becomes production's equal when activated, and can be sent back to wait", async () => {
  const waiting =
    "api-gateway=1 auth-service=1 billing-service= credit-service=1 customer-service=1 dispute-service=1";
  const rollouts = () => cluster.readAvailable("rollouts", "horizon-dr");
  const deployments = () => cluster.readAvailable("deployments", "horizon-dr");
  await install("dr");
  expect(await rollouts()).toBe(waiting);
  expect(await deployments()).toBe("notification-service= worker-service=");

  await cluster.deploy("overlays/dr/active");
  cluster.advanceMinutes(5);
  expect(await rollouts()).toBe(
    "api-gateway=3 auth-service=2 billing-service=2 credit-service=3 customer-service=2 dispute-service=3",
  );
  expect(await deployments()).toBe("notification-service=2 worker-service=5");

  await cluster.run("delete", "hpa,pdb", "--all", "-n", "horizon-dr");
  await cluster.deploy("overlays/dr");
  cluster.advanceMinutes(5);
  expect(await rollouts()).toBe(waiting);
});

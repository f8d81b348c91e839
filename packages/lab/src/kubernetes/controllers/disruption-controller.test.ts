import { expect, test } from "vitest";
import type { PodDisruptionBudget } from "./disruption-controller.ts";
import { createSimulatedCluster } from "./simulated-cluster.ts";

test("a budget counts the pods that its whole selector names, and follows them", () => {
  const { store, clock, applyDeployment } = createSimulatedCluster();
  const status = () => store.find<PodDisruptionBudget>("poddisruptionbudgets.policy", "test", "web")?.status;
  store.create<PodDisruptionBudget>("poddisruptionbudgets.policy", {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web", namespace: "test" },
    spec: {
      maxUnavailable: 1,
      selector: { matchExpressions: [{ key: "app", operator: "In", values: ["web"] }] },
    },
  });
  applyDeployment("web", { replicas: 2 });
  applyDeployment("api", { replicas: 3 });
  clock.advance(30_000);
  expect(status()).toMatchObject({ expectedPods: 2, currentHealthy: 2, disruptionsAllowed: 1 });

  applyDeployment("web", { replicas: 4 });
  applyDeployment("api", { replicas: 1 });
  clock.advance(30_000);
  expect(status()).toMatchObject({ expectedPods: 4, currentHealthy: 4, disruptionsAllowed: 1 });
});

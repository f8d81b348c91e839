import { expect, test } from "vitest";
import type { LabelSelector } from "../selectors/label-selector.ts";
import type { KubeEvent } from "./event-recorder.ts";
import type { HorizontalPodAutoscaler } from "./horizontal-pod-autoscaler.ts";
import { findCondition } from "./pod.ts";
import { createSimulatedCluster, type SimulatedCluster } from "./simulated-cluster.ts";

const RESOURCE = "horizontalpodautoscalers.autoscaling";

function autoscaled(demand: { cores: number }): SimulatedCluster {
  const cluster = createSimulatedCluster({ load: { cpuDemandCores: () => demand.cores } });
  cluster.applyDeployment("web", { replicas: 3 });
  autoscale(cluster, "web");
  return cluster;
}

function autoscale(cluster: SimulatedCluster, name: string): void {
  cluster.store.create<HorizontalPodAutoscaler>(RESOURCE, {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name, namespace: "test" },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      minReplicas: 3,
      maxReplicas: 8,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
        },
      ],
    },
  });
}
const hpaOf = ({ store }: SimulatedCluster) => store.find<HorizontalPodAutoscaler>(RESOURCE, "test", "web");

test("load grows the target to its maximum, and shrinks it only after the stabilisation window", () => {
  const demand = { cores: 0.4 };
  const cluster = autoscaled(demand);
  cluster.clock.advance(120_000);
  expect(cluster.pods("web")).toHaveLength(3);
  demand.cores = 3;
  cluster.clock.advance(120_000);
  expect(cluster.pods("web")).toHaveLength(8);
  expect(findCondition(hpaOf(cluster)?.status?.conditions, "ScalingLimited")).toMatchObject({
    status: "True",
    reason: "TooManyReplicas",
  });
  const reasons = cluster.store.list<KubeEvent>("events", { namespace: "test" });
  expect(reasons.find(({ reason }) => reason === "SuccessfulRescale")?.message).toMatch(
    /^New size: \d; reason: cpu resource utilization \(percentage of request\) above target$/,
  );
  demand.cores = 0.2;
  cluster.clock.advance(240_000);
  expect(cluster.pods("web")).toHaveLength(8);
  cluster.clock.advance(180_000);
  expect(cluster.pods("web")).toHaveLength(3);
  expect(cluster.errors).toEqual([]);
});

test("a target scaled to zero by a person stays at zero", () => {
  const cluster = autoscaled({ cores: 3 });
  cluster.applyDeployment("web", { replicas: 0 });
  cluster.clock.advance(60_000);
  expect(cluster.pods("web")).toHaveLength(0);
  expect(findCondition(hpaOf(cluster)?.status?.conditions, "ScalingActive")).toMatchObject({
    status: "False",
    reason: "ScalingDisabled",
  });
});

test("only the pods that the target's whole selector names are measured", () => {
  const cluster = createSimulatedCluster({
    load: { cpuDemandCores: (_namespace, app) => (app === "web" ? 0.4 : 6) },
  });
  const selector: LabelSelector = { matchExpressions: [{ key: "app", operator: "In", values: ["web"] }] };
  cluster.applyDeployment("web", { replicas: 3, selector });
  cluster.applyDeployment("busy", { replicas: 2 });
  autoscale(cluster, "web");
  cluster.clock.advance(120_000);
  expect(hpaOf(cluster)?.status).toMatchObject({ currentReplicas: 3, desiredReplicas: 3 });
});

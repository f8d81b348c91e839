import { describe, expect, it } from "vitest";
import type { CanaryStep, CanaryStrategy } from "./model/rollout-object.ts";
import { createReferenceClient } from "./testing/reference-client.ts";
import { createRolloutCluster } from "./testing/rollout-cluster.ts";

const ROUTED: CanaryStrategy = {
  stableService: "api-stable",
  canaryService: "api-canary",
  trafficRouting: { nginx: { stableIngress: "api" } },
};

function deployed(steps: CanaryStep[], canary: CanaryStrategy = {}, replicas = 4) {
  const cluster = createRolloutCluster({ canary: { ...ROUTED, steps, ...canary }, spec: { replicas } });
  cluster.createService("api-stable");
  cluster.createService("api-canary");
  cluster.deploy();
  const weights = () => {
    const { canary: forCanary, stable } = cluster.status().canary?.weights ?? {};
    return [forCanary?.weight, stable?.weight];
  };
  const desired = () => cluster.revisions().map((revision) => revision.desired);
  return { cluster, client: createReferenceClient(cluster), weights, desired };
}

describe("canary behind a router", () => {
  it("moves traffic only when the canary's pods are available, with stable at full size", () => {
    const { cluster, client, weights, desired } = deployed([{ setWeight: 25 }, { pause: {} }]);
    expect(weights()).toEqual([0, 100]);
    cluster.podsReadyWhen((image) => image === "v1");
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(desired()).toEqual([4, 1]);
    expect(weights()).toEqual([0, 100]);
    cluster.podsReadyWhen(() => true);
    for (const pod of cluster.pods().slice(-1)) cluster.store.delete("pods", "shop", pod.metadata.name);
    cluster.advance(60_000);
    expect(weights()).toEqual([25, 75]);
    expect(cluster.status()).toMatchObject({ phase: "Paused", currentStepIndex: 1 });
    expect(cluster.status().canary?.weights).toEqual({
      canary: { weight: 25, podTemplateHash: cluster.hashOf(2), serviceName: "api-canary" },
      stable: { weight: 75, podTemplateHash: cluster.hashOf(1), serviceName: "api-stable" },
    });
    expect(cluster.serviceHash("api-canary")).toBe(cluster.hashOf(2));
    expect(cluster.serviceHash("api-stable")).toBe(cluster.hashOf(1));
    client.promote();
    cluster.advance(10_000);
    expect(weights()).toEqual([0, 100]);
    expect(cluster.serviceHash("api-stable")).toBe(cluster.hashOf(2));
    expect(cluster.eventReasons()).toContain("TrafficWeightUpdated");
  });

  it("keeps the old revision for scaleDownDelaySeconds after promotion", () => {
    const { cluster, desired } = deployed([{ setWeight: 50 }], { scaleDownDelaySeconds: 120 });
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.status().phase).toBe("Healthy");
    expect(desired()).toEqual([4, 4]);
    expect(cluster.replicaSets()[0]?.metadata.annotations?.["scale-down-deadline"]).toBeDefined();
    cluster.advance(120_000);
    expect(desired()).toEqual([0, 4]);
    expect(cluster.replicaSets()[0]?.metadata.annotations?.["scale-down-deadline"]).toBeUndefined();
  });

  it("keeps no more old revisions than scaleDownDelayRevisionLimit", () => {
    const { cluster, desired } = deployed([{ setWeight: 50 }], {
      scaleDownDelaySeconds: 3600,
      scaleDownDelayRevisionLimit: 1,
    });
    for (const image of ["v2", "v3"]) {
      cluster.setImage(image);
      cluster.advance(60_000);
    }
    expect(desired()).toEqual([0, 4, 4]);
  });

  it("takes an aborted canary out of the traffic at once and its pods after the delay", () => {
    const { cluster, client, weights, desired } = deployed([{ setWeight: 50 }, { pause: {} }]);
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(weights()).toEqual([50, 50]);
    client.abort();
    cluster.advance(20_000);
    expect(weights()).toEqual([0, 100]);
    expect(desired()).toEqual([4, 2]);
    expect(cluster.serviceHash("api-canary")).toBe(cluster.hashOf(1));
    cluster.advance(30_000);
    expect(desired()).toEqual([4, 0]);
    client.retry();
    cluster.advance(60_000);
    expect(weights()).toEqual([50, 50]);
    expect(cluster.status()).toMatchObject({ phase: "Paused", currentStepIndex: 1 });
  });

  it("follows spec.replicas while an aborted canary waits for its deadline", () => {
    const { cluster, client, weights } = deployed([{ setWeight: 50 }, { pause: {} }], {
      abortScaleDownDelaySeconds: 600,
    });
    cluster.setImage("v2");
    cluster.advance(60_000);
    cluster.patchSpec({ replicas: 6 });
    client.abort();
    cluster.advance(60_000);
    expect(weights()).toEqual([0, 100]);
    expect(cluster.revisions()[0]).toMatchObject({ desired: 6, available: 6 });
    expect(cluster.revisions()[1]?.desired).toBeGreaterThan(0);
  });

  it("setCanaryScale sizes the canary apart from its traffic until matchTrafficWeight", () => {
    const { cluster, client, weights, desired } = deployed([
      { setCanaryScale: { replicas: 1 } },
      { pause: {} },
      { setWeight: 90 },
      { pause: {} },
      { setCanaryScale: { weight: 75 } },
      { pause: {} },
      { setWeight: 50 },
      { setCanaryScale: { matchTrafficWeight: true } },
      { pause: {} },
    ]);
    cluster.setImage("v2");
    const seen = Array.from({ length: 4 }, () => {
      cluster.advance(60_000);
      const now = [cluster.status().currentStepIndex, desired()[1], weights()[0]];
      client.promote();
      return now;
    });
    expect(seen).toEqual([
      [1, 1, 0],
      [3, 1, 90],
      [5, 3, 90],
      [8, 2, 50],
    ]);
  });

  it("header and mirror routes complete at once", () => {
    const { cluster } = deployed([
      { setWeight: 25 },
      { setHeaderRoute: { name: "beta" } },
      { setMirrorRoute: { name: "mirror" } },
    ]);
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(cluster.status().phase).toBe("Healthy");
    expect(cluster.events().map(({ message }) => message)).toContain(
      "Rollout step 2/3 completed (setHeaderRoute: beta)",
    );
  });

  it("a superseded revision goes to zero at once", () => {
    const { cluster, desired } = deployed([{ setWeight: 50 }, { pause: {} }]);
    cluster.setImage("v2");
    cluster.advance(60_000);
    cluster.setImage("v3");
    cluster.advance(20_000);
    expect(desired()).toEqual([4, 0, 2]);
  });
});

describe("dynamicStableScale", () => {
  const steps: CanaryStep[] = [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }, { pause: {} }];

  it("stable shrinks after the traffic has moved", () => {
    const { cluster, client, desired } = deployed(steps, { dynamicStableScale: true }, 10);
    cluster.setImage("v2");
    cluster.advance(60_000);
    expect(desired()).toEqual([8, 2]);
    client.promote();
    cluster.advance(60_000);
    expect(desired()).toEqual([4, 6]);
    client.promote();
    cluster.advance(60_000);
    expect(desired()).toEqual([0, 10]);
    expect(cluster.status().phase).toBe("Healthy");
  });

  it("an abort gives traffic back only as fast as stable grows, never raising the canary's weight", () => {
    const { cluster, client, weights, desired } = deployed(steps, { dynamicStableScale: true }, 10);
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.promote();
    cluster.advance(60_000);
    client.abort();
    const seen: number[] = [];
    for (let second = 0; second < 120; second += 1) {
      cluster.advance(1000);
      const [canary = 0, stable = 0] = weights();
      const [first] = cluster.revisions();
      expect((first?.available ?? 0) * 10).toBeGreaterThanOrEqual(stable);
      if (seen.at(-1) !== canary) seen.push(canary);
    }
    expect(seen).toEqual([60, 20, 0]);
    expect(desired()).toEqual([10, 0]);
  });

  it("an abort with an explicit delay comes to its end", () => {
    const { cluster, client, weights, desired } = deployed(
      steps,
      { dynamicStableScale: true, abortScaleDownDelaySeconds: 60 },
      10,
    );
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.promote();
    cluster.advance(60_000);
    client.abort();
    cluster.advance(40_000);
    expect(weights()).toEqual([0, 100]);
    expect(desired()).toEqual([10, 6]);
    cluster.advance(120_000);
    expect(desired()).toEqual([10, 0]);
  });

  it("going back to stable waits until stable can carry the canary's traffic", () => {
    const { cluster, client, weights, desired } = deployed(steps, { dynamicStableScale: true }, 10);
    cluster.setImage("v2");
    cluster.advance(60_000);
    client.promote();
    cluster.advance(60_000);
    cluster.setImage("v1");
    cluster.advance(1000);
    expect(weights()).toEqual([60, 40]);
    cluster.advance(60_000);
    expect(weights()).toEqual([0, 100]);
    expect(cluster.status().phase).toBe("Healthy");
    expect(desired()).toEqual([0, 10]);
  });
});

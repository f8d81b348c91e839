import { describe, expect, it } from "vitest";
import type { CanaryStrategy } from "./model/rollout-object.ts";
import { ERROR_RATE, INLINE } from "./testing/analysed-rollout.ts";
import { createRolloutCluster } from "./testing/rollout-cluster.ts";

describe("validation", () => {
  it("a missing template is an invalid spec, which heals when the template appears", () => {
    const cluster = createRolloutCluster({ canary: INLINE });
    cluster.deploy();
    expect(cluster.status()).toMatchObject({ phase: "Degraded" });
    expect(cluster.status().message).toContain("AnalysisTemplate 'errors' not found");
    cluster.createTemplate("errors", [ERROR_RATE], [{ name: "hash" }]);
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ phase: "Healthy" });
    expect(cluster.status().conditions?.some(({ type }) => type === "InvalidSpec")).toBe(false);
  });

  it.each<[string, CanaryStrategy, string]>([
    ["a service that does not exist", { stableService: "gone" }, 'service "gone" not found'],
    ["one service for both sides", { stableService: "a", canaryService: "a" }, "two different services"],
    ["a step with two actions", { steps: [{ setWeight: 1, pause: {} }] }, "Step must have one of"],
    ["a weight over the maximum", { steps: [{ setWeight: 101 }] }, "between 0 and 100"],
    ["a pause without meaning", { steps: [{ pause: { duration: "soon" } }] }, "Duration needs to be"],
    [
      "setCanaryScale without a router",
      { steps: [{ setCanaryScale: { replicas: 1 } }] },
      "requires TrafficRouting",
    ],
    ["neither surge nor unavailable", { maxSurge: 0, maxUnavailable: "0%" }, "both can not be zero"],
    [
      "dynamicStableScale without a router",
      { dynamicStableScale: true },
      "only be used with traffic routing",
    ],
  ])("%s is an invalid spec", (_name, canary, message) => {
    const cluster = createRolloutCluster({ canary });
    cluster.deploy();
    expect(cluster.status().phase).toBe("Degraded");
    expect(cluster.status().message).toContain(message);
    expect(cluster.revisions()).toEqual([]);
  });

  it("blue-green is left alone with a word about it", () => {
    const cluster = createRolloutCluster({ spec: { strategy: { blueGreen: { activeService: "a" } } } });
    cluster.deploy();
    expect(cluster.status().conditions?.[0]).toMatchObject({ reason: "StrategyNotSupported" });
    expect(cluster.revisions()).toEqual([]);
  });
});

describe("workloadRef", () => {
  it("takes the template of a Deployment, follows its changes and scales it down", () => {
    const cluster = createRolloutCluster({
      canary: { steps: [{ setWeight: 25 }, { pause: {} }] },
      spec: {
        template: undefined as never,
        selector: undefined as never,
        workloadRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api", scaleDown: "onsuccess" },
      },
    });
    const template = (image: string) => ({
      metadata: { labels: { app: "api" } },
      spec: { containers: [{ name: "api", image }] },
    });
    cluster.create("deployments.apps", "Deployment", "api", {
      spec: { replicas: 4, selector: { matchLabels: { app: "api" } }, template: template("v1") },
    });
    cluster.deploy();
    expect(cluster.status()).toMatchObject({ phase: "Healthy", workloadObservedGeneration: "2" });
    const deployment = () => {
      const found = cluster.store.find("deployments.apps", "shop", "api");
      if (!found) throw new Error("the Deployment is gone");
      return found as typeof found & { spec: { replicas: number } };
    };
    // Scaling the Deployment down was its second generation.
    expect(deployment().spec.replicas).toBe(0);
    expect(cluster.rollout().spec.template).toBeUndefined();
    cluster.store.update("deployments.apps", {
      ...deployment(),
      spec: { ...deployment().spec, template: template("v2") },
    });
    cluster.advance(60_000);
    expect(cluster.status()).toMatchObject({ phase: "Paused", currentStepIndex: 1 });
    expect(cluster.revisions()).toHaveLength(2);
  });
});

import { describe, expect, it } from "vitest";
import type { PodDisruptionBudget } from "./disruption-controller.ts";
import { createSimulatedCluster } from "./simulated-cluster.ts";
import { spendDisruption } from "./spend-disruption.ts";

const now = "2026-01-05T10:00:00Z";
const BUDGETS = "poddisruptionbudgets.policy";

/** A budget of three pods of which the first is as `first` says and the others are ready. */
function guarded(spec: Partial<PodDisruptionBudget["spec"]>, first: "ready" | "unready" = "ready") {
  const { store, clock, rules, applyDeployment, pods } = createSimulatedCluster();
  rules.set("sick", { imageTag: "unready", behaviour: { neverReady: true } });
  applyDeployment("first", { replicas: 1, image: `web:${first}` });
  applyDeployment("web", { replicas: 2 });
  clock.advance(60_000);
  const metadata = { name: "web", namespace: "test" };
  const selector = { matchExpressions: [{ key: "app", operator: "In" as const, values: ["first", "web"] }] };
  const budget = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata,
    spec: { ...spec, selector },
  };
  store.create<PodDisruptionBudget>(BUDGETS, budget);
  const find = () => store.find<PodDisruptionBudget>(BUDGETS, "test", "web");
  /** Why the pod may not go; undefined where it may. */
  const spend = (index: number): string | undefined => {
    const pod = [...pods("first"), ...pods("web")][index];
    if (!pod) throw new Error(`no pod ${index}`);
    try {
      spendDisruption(store, pod, { now });
      return undefined;
    } catch (error) {
      const { details } = error as { details?: { causes?: { message: string }[] } };
      return details?.causes?.[0]?.message ?? String(error);
    }
  };
  return { store, find, spend, settle: () => clock.advance(1_000) };
}

describe("spendDisruption", () => {
  it("waits for the controller's word on a budget that it has not seen, or not as it is", () => {
    const { store, find, spend, settle } = guarded({ maxUnavailable: 1 });
    const processing = "The disruption budget web is still being processed by the server.";
    expect(spend(0)).toBe(processing);
    settle();
    const known = find();
    if (known) store.update(BUDGETS, { ...known, spec: { ...known.spec, maxUnavailable: 2 } });
    expect(spend(0)).toBe(processing);
    settle();
    expect(spend(0)).toBeUndefined();
  });

  it("takes off what it spends, so that nobody spends it twice before the controller comes", () => {
    const { find, spend, settle } = guarded({ minAvailable: 1 });
    settle();
    expect(find()?.status?.disruptionsAllowed).toBe(2);
    expect([spend(0), spend(1)]).toEqual([undefined, undefined]);
    expect(spend(2)).toBe("The disruption budget web needs 1 healthy pods and has 3 currently");
    expect(Object.values(find()?.status?.disruptedPods ?? {})).toEqual([now, now]);
  });

  it.each([
    ["its budget is kept", { minAvailable: 2 }, undefined],
    [
      "its budget is not kept",
      { minAvailable: 3 },
      "The disruption budget web needs 3 healthy pods and has 2 currently",
    ],
    ["its budget has no bound", {}, "The disruption budget web needs 0 healthy pods and has 2 currently"],
    ["its budget does not mind", { minAvailable: 3, unhealthyPodEvictionPolicy: "AlwaysAllow" }, undefined],
  ] as const)("lets a pod that is not ready go as its policy says: %s", (_name, spec, refusal) => {
    const { find, spend, settle } = guarded(spec, "unready");
    settle();
    const allowed = find()?.status?.disruptionsAllowed;
    expect(spend(0)).toBe(refusal);
    expect(find()?.status?.disruptionsAllowed).toBe(allowed);
  });
});

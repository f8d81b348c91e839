import { expect, test } from "vitest";
import { kubeTime, type Pod } from "./pod.ts";
import { podsInDeletionOrder } from "./pod-deletion-order.ts";

const NOW = Date.UTC(2026, 0, 5, 9);

interface Traits {
  node?: string | undefined;
  phase?: "Pending" | "Running";
  ready?: boolean;
  readyAgoMs?: number;
  restarts?: number;
  cost?: number;
  ageMs?: number;
}

function pod(name: string, traits: Traits): Pod {
  const {
    node,
    phase = "Running",
    ready = true,
    readyAgoMs = 3_600_000,
    restarts = 0,
    cost,
    ageMs = 7_200_000,
  } = traits;
  const lastTransitionTime = kubeTime(NOW - readyAgoMs);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "test",
      uid: name,
      resourceVersion: "1",
      creationTimestamp: kubeTime(NOW - ageMs),
      ...(cost === undefined
        ? {}
        : { annotations: { "controller.kubernetes.io/pod-deletion-cost": String(cost) } }),
    },
    spec: { containers: [], ...(node === undefined ? {} : { nodeName: node }) },
    status: {
      phase,
      conditions: [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime }],
      containerStatuses: [
        {
          name: "c",
          image: "",
          imageID: "",
          ready,
          started: true,
          restartCount: restarts,
          state: {},
          lastState: {},
        },
      ],
    },
  };
}

test.each<[string, Traits, Traits]>([
  [
    "a pod without a node before one with a node",
    { phase: "Pending", ready: false },
    { node: "a", phase: "Pending", ready: false },
  ],
  [
    "a pending pod before a running one",
    { node: "a", phase: "Pending", ready: false },
    { node: "a", ready: false },
  ],
  ["an unready pod before a ready one", { node: "a", ready: false }, { node: "a" }],
  ["a cheap pod before a dear one", { node: "a", cost: 1 }, { node: "a", cost: 5 }],
  ["a pod that was ready for a shorter time first", { node: "a", readyAgoMs: 60_000 }, { node: "a" }],
  ["a pod with more restarts first", { node: "a", restarts: 3 }, { node: "a" }],
  [
    "a younger pod first",
    { node: "a", ageMs: 3_700_000, readyAgoMs: 3_600_000 },
    { node: "a", ageMs: 86_400_000 },
  ],
])("%s", (_rule, first, second) => {
  const order = podsInDeletionOrder([pod("z-second", second), pod("a-first", first)], NOW);
  expect(order.map(({ metadata }) => metadata.name)).toEqual(["a-first", "z-second"]);
});

test("the node with more of them gives one up first", () => {
  const order = podsInDeletionOrder(
    [pod("a", { node: "one" }), pod("b", { node: "two" }), pod("c", { node: "two" })],
    NOW,
  );
  expect(order[0]?.spec.nodeName).toBe("two");
});

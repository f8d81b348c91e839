import type { PodRow } from "@horizon/contracts";
import { describe, expect, test } from "vitest";
import { comparePods, podReason, podsSentence } from "./pod-order.ts";

function podOf(part: Partial<PodRow>): PodRow {
  const name = part.name ?? "api-1";
  return {
    key: name,
    environment: "staging",
    namespace: "ns",
    name,
    owner: "Deployment/api",
    replicaSet: null,
    podHash: null,
    revision: 1,
    status: "Running",
    health: { state: "Healthy", reason: "" },
    ready: 1,
    containers: 1,
    restarts: 0,
    node: null,
    containerNames: ["api"],
    requests: { cpuMillis: 100, memoryMib: 128 },
    createdAt: "2026-11-24T10:00:00.000Z",
    deletionDueAt: null,
    ...part,
  };
}

const now = Date.parse("2026-11-24T10:00:00.000Z");

describe("podsSentence", () => {
  test.each<[Partial<PodRow>[], string]>([
    [[], "No pods"],
    [[{}], "1 pod, all ready"],
    [[{}, { ready: 0 }], "1 of 2 pods is not ready"],
    [[{ ready: 0 }, { ready: 0, restarts: 14 }, {}], "2 of 3 pods are not ready; 14 restarts in all"],
    [[{ restarts: 1 }], "1 pod, all ready; 1 restart in all"],
    [
      [{ health: { state: "Progressing", reason: "readiness gate lb is not met" } }, {}],
      "1 of 2 pods is not ready",
    ],
    [[{ health: { state: "Unknown", reason: "node lost" } }], "1 of 1 pod is not ready"],
  ])("%#", (pods, sentence) => {
    expect(podsSentence(pods.map(podOf))).toBe(sentence);
  });
});

test("a failed pod stands above the healthy ones, which are in the order of their names", () => {
  const pods = [
    podOf({ name: "b" }),
    podOf({ name: "c", health: { state: "Failed", reason: "" } }),
    podOf({ name: "a" }),
  ];
  expect(pods.toSorted(comparePods).map((pod) => pod.name)).toEqual(["c", "a", "b"]);
});

test.each([
  ["Running", "", "Running"],
  ["CrashLoopBackOff", "CrashLoopBackOff", "CrashLoopBackOff"],
  ["CrashLoopBackOff", "exit 1", "CrashLoopBackOff: exit 1"],
])("status %j with reason %j reads %j", (status, reason, text) => {
  expect(podReason(podOf({ status, health: { state: "Degraded", reason } }), now)).toBe(text);
});

test.each([
  ["within its grace period", "2026-11-24T10:00:20Z", "Terminating"],
  ["just over it", "2026-11-24T09:59:50Z", "Terminating"],
  ["long over it", "2026-11-24T09:54:30Z", "Terminating: 5 min over its time"],
])("a pod that is being deleted, %s", (_what, deletionDueAt, text) => {
  const health = { state: "Progressing" as const, reason: "Terminating" };
  expect(podReason(podOf({ status: "Terminating", health, deletionDueAt }), now)).toBe(text);
});

import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../store/object-store.ts";
import { createResourceRegistry } from "../../store/resource-registry.ts";
import { columnsOf } from "./columns-of.ts";
import { humanDuration } from "./human-duration.ts";
import { summarizePod } from "./pod-status.ts";

const NOW = Date.UTC(2026, 0, 5, 9);
const metadata = { name: "p", uid: "", resourceVersion: "", creationTimestamp: "2026-01-05T08:00:00Z" };

describe("ages", () => {
  const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
  it.each([
    [0, "0s"],
    [119 * second, "119s"],
    [2 * minute, "2m"],
    [4 * minute + 12 * second, "4m12s"],
    [45 * minute, "45m"],
    [179 * minute, "179m"],
    [3 * hour + 5 * minute, "3h5m"],
    [20 * hour, "20h"],
    [2 * day + 4 * hour, "2d4h"],
    [45 * day, "45d"],
    [800 * day, "2y70d"],
    [9 * 365 * day, "9y"],
    [-5 * second, "<invalid>"],
  ])("%d ms is %s", (durationMs, text) => {
    expect(humanDuration(durationMs)).toBe(text);
  });
});

describe("what kubectl says of a pod", () => {
  const running = { ready: true, restartCount: 0, state: { running: {} } };
  const pod = (status: object, extra: object = {}): KubeObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, ...extra },
    spec: { containers: [{ name: "a" }, { name: "b" }], initContainers: [{ name: "i" }] },
    status,
  });
  const waiting = (reason: string) => ({ ready: false, restartCount: 2, state: { waiting: { reason } } });
  const ended = (exitCode: number, reason?: string) => ({
    ready: false,
    restartCount: 0,
    state: { terminated: { exitCode, reason } },
  });

  it.each([
    ["pending", pod({ phase: "Pending" }), "0/2", "Pending"],
    ["running", pod({ phase: "Running", containerStatuses: [running, running] }), "2/2", "Running"],
    [
      "crashing",
      pod({ phase: "Running", containerStatuses: [running, waiting("CrashLoopBackOff")] }),
      "1/2",
      "CrashLoopBackOff",
    ],
    [
      "out of memory",
      pod({ phase: "Running", containerStatuses: [ended(137, "OOMKilled"), running] }),
      "1/2",
      "OOMKilled",
    ],
    ["ended without a reason", pod({ phase: "Failed", containerStatuses: [ended(3)] }), "0/2", "ExitCode:3"],
    ["evicted", pod({ phase: "Failed", reason: "Evicted" }), "0/2", "Evicted"],
    [
      "initialising",
      pod({ phase: "Pending", initContainerStatuses: [{ state: { running: {} } }] }),
      "0/2",
      "Init:0/1",
    ],
    [
      "failing to initialise",
      pod({ phase: "Pending", initContainerStatuses: [waiting("CrashLoopBackOff")] }),
      "0/2",
      "Init:CrashLoopBackOff",
    ],
    [
      "terminating",
      pod({ phase: "Running", containerStatuses: [running, running] }, { deletionTimestamp: "x" }),
      "2/2",
      "Terminating",
    ],
    [
      "on a lost node",
      pod({ phase: "Running", reason: "NodeLost" }, { deletionTimestamp: "x" }),
      "0/2",
      "Unknown",
    ],
  ])("%s", (_, object, ready, status) => {
    expect(summarizePod(object, NOW)).toMatchObject({ ready, status });
  });

  it("adds up restarts and says when the last one was", () => {
    const finishedAt = "2026-01-05T08:55:00Z";
    const crashed = { ...running, restartCount: 3, lastState: { terminated: { finishedAt } } };
    const summary = summarizePod(pod({ phase: "Running", containerStatuses: [crashed, running] }), NOW);
    expect(summary.restarts).toBe("3 (5m ago)");
  });
});

describe("columns", () => {
  it("every kind prints an object that has nothing but a name", () => {
    for (const kind of createResourceRegistry().kinds()) {
      const bare = { apiVersion: "v1", kind: kind.kind, metadata };
      for (const column of columnsOf(kind)) expect(column.read(bare, NOW)).toBeDefined();
    }
  });

  it("shows an autoscaler's measurements beside its targets", () => {
    const metrics = [{ type: "Resource", resource: { name: "cpu", target: { averageUtilization: 70 } } }];
    const currentMetrics = [
      { type: "Resource", resource: { name: "cpu", current: { averageUtilization: 41 } } },
    ];
    const autoscaler = {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata,
      spec: { metrics },
    };
    const kind = createResourceRegistry().get("horizontalpodautoscalers.autoscaling");
    const targets = columnsOf(kind).find(({ name }) => name === "Targets");
    expect(targets?.read({ ...autoscaler, status: { currentMetrics } }, NOW)).toBe("cpu: 41%/70%");
    expect(targets?.read(autoscaler, NOW)).toBe("cpu: <unknown>/70%");
  });
});

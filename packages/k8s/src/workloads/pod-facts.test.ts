import { podRow } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import type { Pod } from "../kubernetes/pod.ts";
import { podOf } from "../testing/fixtures.ts";
import { projectPod, toPodRow } from "./pod-facts.ts";
import { cpuMillis, memoryMib, parseQuantity } from "./quantity.ts";

const web = (state: object, ready = false, restartCount = 0) => ({ name: "web", ready, restartCount, state });

describe("projectPod shows what kubectl shows", () => {
  const cases: [status: string, health: string, pod: Parameters<typeof podOf>[1]][] = [
    ["Running", "Healthy", {}],
    ["Running", "Progressing", { status: { phase: "Running", containerStatuses: [web({ running: {} })] } }],
    [
      "Running",
      "Degraded",
      { status: { phase: "Running", containerStatuses: [web({ running: {} }, false, 3)] } },
    ],
    [
      "CrashLoopBackOff",
      "Failed",
      {
        status: {
          phase: "Running",
          containerStatuses: [web({ waiting: { reason: "CrashLoopBackOff" } }, false, 5)],
        },
      },
    ],
    [
      "ContainerCreating",
      "Progressing",
      {
        status: { phase: "Pending", containerStatuses: [web({ waiting: { reason: "ContainerCreating" } })] },
      },
    ],
    ["Pending", "Progressing", { status: { phase: "Pending", containerStatuses: [] } }],
    [
      "OOMKilled",
      "Failed",
      {
        status: {
          phase: "Running",
          containerStatuses: [web({ terminated: { reason: "OOMKilled", exitCode: 137 } })],
        },
      },
    ],
    [
      "ExitCode:2",
      "Failed",
      { status: { phase: "Failed", containerStatuses: [web({ terminated: { exitCode: 2 } })] } },
    ],
    [
      "Completed",
      "Healthy",
      {
        status: {
          phase: "Succeeded",
          containerStatuses: [web({ terminated: { reason: "Completed", exitCode: 0 } })],
        },
      },
    ],
    ["Evicted", "Failed", { status: { phase: "Failed", reason: "Evicted", containerStatuses: [] } }],
    ["Terminating", "Progressing", { metadata: { deletionTimestamp: "2026-01-05T10:00:00Z" } }],
    [
      "Unknown",
      "Unknown",
      {
        metadata: { deletionTimestamp: "2026-01-05T10:00:00Z" },
        status: { phase: "Running", reason: "NodeLost" },
      },
    ],
    [
      "Init:0/1",
      "Progressing",
      {
        spec: { containers: [{ name: "web" }], initContainers: [{ name: "migrate" }] },
        status: {
          phase: "Pending",
          initContainerStatuses: [{ name: "migrate", ready: false, restartCount: 0, state: { running: {} } }],
        },
      },
    ],
    [
      "Init:CrashLoopBackOff",
      "Failed",
      {
        spec: { containers: [{ name: "web" }], initContainers: [{ name: "migrate" }] },
        status: {
          phase: "Pending",
          initContainerStatuses: [
            {
              name: "migrate",
              ready: false,
              restartCount: 2,
              state: { waiting: { reason: "CrashLoopBackOff" } },
            },
          ],
        },
      },
    ],
  ];
  it.each(cases)("%s is %s", (status, health, rest) => {
    const facts = projectPod(podOf("web-1", rest));
    expect([facts.status, facts.health.state]).toEqual([status, health]);
  });

  it("counts sidecars, restarts and requests of everything that stays", () => {
    const pod: Pod = podOf("web-1", {
      spec: {
        containers: [{ name: "web", resources: { requests: { cpu: "250m", memory: "256Mi" } } }],
        initContainers: [
          { name: "migrate", resources: { requests: { cpu: "4" } } },
          { name: "proxy", restartPolicy: "Always", resources: { requests: { cpu: "0.1", memory: "64Mi" } } },
        ],
      },
      status: {
        phase: "Running",
        containerStatuses: [{ name: "web", ready: true, restartCount: 1, state: { running: {} } }],
        initContainerStatuses: [
          { name: "migrate", ready: true, restartCount: 0, state: { terminated: { exitCode: 0 } } },
          { name: "proxy", ready: true, restartCount: 2, state: { running: {} } },
        ],
      },
    });
    expect(projectPod(pod)).toMatchObject({
      ready: 2,
      containers: 2,
      restarts: 3,
      sidecars: ["proxy"],
      requests: { cpuMillis: 350, memoryMib: 320 },
    });
  });

  it("takes the container that the annotation names for the main one, and a proxy before it for a sidecar", () => {
    const pod = podOf("web-1", {
      metadata: { annotations: { "kubectl.kubernetes.io/default-container": "web" } },
      spec: { containers: [{ name: "istio-proxy" }, { name: "web" }] },
    });
    expect(projectPod(pod)).toMatchObject({
      containerNames: ["web", "istio-proxy"],
      sidecars: ["istio-proxy"],
    });
  });

  it("one that is being deleted says when its grace period ends", () => {
    const facts = projectPod(podOf("web-1", { metadata: { deletionTimestamp: "2026-01-05T10:00:30Z" } }));
    const row = toPodRow(facts, { environment: "production", owner: null, revision: null });
    expect(podRow.parse(row)).toMatchObject({
      deletionDueAt: "2026-01-05T10:00:30Z",
      health: { state: "Progressing", reason: "Terminating" },
    });
  });

  it("is the same after a heartbeat, so that nothing is published", () => {
    const before = podOf("web-1", { metadata: { resourceVersion: "1" } });
    const after = podOf("web-1", {
      metadata: { resourceVersion: "2" },
      status: {
        ...before.status,
        conditions: [{ type: "Ready", status: "True", lastTransitionTime: "2026-01-05T10:00:00Z" }],
      },
    });
    expect(projectPod(after)).toEqual(projectPod(before));
  });
});

it("quantities", () => {
  expect([
    parseQuantity("1e3"),
    parseQuantity("2Ki"),
    parseQuantity("junk"),
    cpuMillis("1500m"),
    memoryMib("1Gi"),
  ]).toEqual([1000, 2048, 0, 1500, 1024]);
});

import { workloadRow } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import type { Rollout } from "../kubernetes/rollout.ts";
import { canaryReplicaSets, deploymentOf, hpaOf, podOf, rolloutOf } from "../testing/fixtures.ts";
import { projectPod } from "./pod-facts.ts";
import { deploymentHealth, rolloutHealth } from "./workload-health.ts";
import { toWorkloadRow } from "./workload-row.ts";

const crashing = projectPod(
  podOf("web-1", {
    status: {
      phase: "Running",
      containerStatuses: [
        { name: "web", ready: false, restartCount: 4, state: { waiting: { reason: "CrashLoopBackOff" } } },
      ],
    },
  }),
);
const healthy = projectPod(podOf("web-2"));
const unschedulable = projectPod(
  podOf("web-3", {
    status: {
      phase: "Pending",
      conditions: [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "no node has room" },
      ],
      containerStatuses: [],
    },
  }),
);
const lostReadiness = projectPod(
  podOf("web-4", {
    status: {
      phase: "Running",
      conditions: [
        {
          type: "Ready",
          status: "False",
          reason: "ContainersNotReady",
          lastTransitionTime: "2026-01-05T09:30:00Z",
        },
      ],
      containerStatuses: [
        {
          name: "web",
          ready: false,
          restartCount: 0,
          state: { running: { startedAt: "2026-01-05T09:00:00Z" } },
        },
      ],
    },
  }),
);
const outOfMemory = projectPod(
  podOf("web-5", {
    status: {
      phase: "Running",
      containerStatuses: [
        {
          name: "web",
          ready: false,
          restartCount: 4,
          state: { waiting: { reason: "CrashLoopBackOff" } },
          lastState: { terminated: { reason: "OOMKilled", exitCode: 137 } },
        },
      ],
    },
  }),
);
const evicted = projectPod(
  podOf("web-0", { status: { phase: "Failed", reason: "Evicted", containerStatuses: [] } }),
);

describe("health", () => {
  it.each([
    ["all well", deploymentOf(), [healthy], "Healthy", ""],
    [
      "scaled to 0",
      deploymentOf({
        spec: { replicas: 0 },
        status: { replicas: 0, updatedReplicas: 0, availableReplicas: 0 },
      }),
      [],
      "Healthy",
      "scaled to 0",
    ],
    [
      "not observed",
      deploymentOf({ metadata: { generation: 3 } }),
      [],
      "Progressing",
      "waiting for the change to be observed",
    ],
    ["updating", deploymentOf({ status: { updatedReplicas: 1 } }), [], "Progressing", "1 of 3 pods updated"],
    ["old pods", deploymentOf({ status: { replicas: 4 } }), [], "Progressing", "1 old pod is still there"],
    ["paused", deploymentOf({ spec: { paused: true } }), [], "Paused", "paused by hand"],
    [
      "stuck",
      deploymentOf({
        status: {
          updatedReplicas: 1,
          conditions: [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }],
        },
      }),
      [],
      "Degraded",
      "no progress within the deadline",
    ],
    [
      "paused with a changed template, which no pod has",
      deploymentOf({ spec: { paused: true }, status: { updatedReplicas: 0 } }),
      [],
      "Paused",
      "paused by hand: 0 of 3 pods updated",
    ],
    [
      "no node has room for its pods",
      deploymentOf({ status: { availableReplicas: 2 } }),
      [healthy, unschedulable],
      "Progressing",
      "2 of 3 pods available; unschedulable, no node has room in 1 of 2 pods",
    ],
    [
      "all pods lose their readiness at once",
      deploymentOf({ status: { availableReplicas: 0 } }),
      [lostReadiness],
      "Failed",
      "0 of 1 containers ready in 1 of 1 pods",
    ],
    [
      "pods run out of memory",
      deploymentOf(),
      [healthy, outOfMemory],
      "Degraded",
      "CrashLoopBackOff: OOMKilled in 1 of 2 pods",
    ],
    [
      "its ReplicaSet cannot be made",
      deploymentOf({
        status: {
          updatedReplicas: 0,
          conditions: [
            {
              type: "Progressing",
              status: "False",
              reason: "ReplicaSetCreateError",
              message: "is forbidden",
            },
          ],
        },
      }),
      [],
      "Degraded",
      "is forbidden",
    ],
    ["some pods crash", deploymentOf(), [healthy, crashing], "Degraded", "CrashLoopBackOff in 1 of 2 pods"],
    ["an evicted pod still lies there, long replaced", deploymentOf(), [healthy, evicted], "Healthy", ""],
    [
      "none is there",
      deploymentOf({ status: { availableReplicas: 0 } }),
      [crashing],
      "Failed",
      "CrashLoopBackOff in 1 of 1 pods",
    ],
  ] as const)("Deployment: %s", (_name, deployment, pods, state, reason) => {
    expect(deploymentHealth(deployment, pods)).toEqual({ state, reason });
  });

  it("a pause does not hide pods that crash", () => {
    expect(rolloutHealth(rolloutOf(), [healthy, crashing]).state).toBe("Degraded");
    expect(rolloutHealth(rolloutOf(), [healthy])).toEqual({
      state: "Paused",
      reason: "paused at a canary step",
    });
  });

  it("a rollout whose pods a quota refuses is degraded, whatever its phase", () => {
    const message = 'pods "web-" is forbidden: exceeded quota';
    const conditions = [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }];
    const status = { phase: "Progressing", message: "more replicas need to be updated", conditions };
    expect(rolloutHealth(rolloutOf({ status }), [healthy])).toEqual({ state: "Degraded", reason: message });
  });

  const failed = 'Metric "error-rate" assessed Failed due to failed (1) > failureLimit (0)';
  it.each([
    [
      `Rollout aborted update to revision 2: Step-based analysis phase error/failed: ${failed}`,
      "aborted: error-rate failed once",
    ],
    [
      `Rollout aborted update to revision 2: Background analysis phase error/failed: ${failed}`,
      "aborted: error-rate failed once",
    ],
    ["Rollout aborted update to revision 2", "aborted"],
    ["by a person", "aborted: by a person"],
  ])("of “%s” the cause stays", (message, reason) => {
    const status = { abort: true, phase: "Degraded", message: `RolloutAborted: ${message}` };
    expect(rolloutHealth(rolloutOf({ status }), [healthy])).toEqual({ state: "Degraded", reason });
  });
});

it("toWorkloadRow is a row of the contract, joined from its parts", () => {
  const row = toWorkloadRow(
    { kind: "Rollout", object: rolloutOf() },
    {
      environment: "production",
      replicaSets: canaryReplicaSets(),
      pods: [healthy, crashing],
      hpa: hpaOf(3, 20),
    },
  );
  expect(workloadRow.parse(row)).toMatchObject({
    key: "uid-web",
    version: "1.0.0",
    desired: 8,
    restarts: 4,
    hpa: { minReplicas: 3, maxReplicas: 20, metrics: [{ name: "cpu", current: 63, target: 70 }] },
  });
});

describe("the version of a row is that of the pods that serve:", () => {
  const versionOf = (status: Rollout["status"], replicaSets = canaryReplicaSets()) => {
    const context = { environment: "production", replicaSets, pods: [healthy], hpa: undefined };
    const { version, images } = toWorkloadRow({ kind: "Rollout", object: rolloutOf({ status }) }, context);
    return { version, image: images[0]?.image };
  };
  const stable = { version: "1.0.0", image: "registry.example/web:1.0.0" };
  const wanted = { version: "2.0.0", image: "registry.example/web:2.0.0" };

  it.each([
    ["the stable one beside a canary", {}, stable],
    ["the stable one after an abort", { abort: true, phase: "Degraded" }, stable],
    ["the stable one before the controller has seen the new", { currentPodHash: "old" }, stable],
    ["the new one once it is stable", { stableRS: "new" }, wanted],
    ["the first one while it comes up", { stableRS: "" }, wanted],
  ])("%s", (_, status, serving) => {
    expect(versionOf(status)).toEqual(serving);
  });

  it("the wanted one where ReplicaSets cannot be read", () => {
    expect(versionOf({}, [])).toEqual(wanted);
  });
});

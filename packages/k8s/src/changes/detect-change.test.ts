import { describe, expect, it } from "vitest";
import type { Rollout } from "../kubernetes/rollout.ts";
import {
  canaryReplicaSets,
  deploymentOf,
  hpaOf,
  type RolloutFixture,
  rolloutOf,
  templateOf,
} from "../testing/fixtures.ts";
import {
  type ConfigFacts,
  detectConfigChange,
  detectHpaChange,
  detectNodeChange,
  type NodeFacts,
} from "./detect-change.ts";
import { detectWorkloadChange } from "./detect-workload-change.ts";

describe("detectWorkloadChange", () => {
  const deployments = (spec: Parameters<typeof deploymentOf>[0]) =>
    detectWorkloadChange(
      { kind: "Deployment", object: deploymentOf() },
      { kind: "Deployment", object: deploymentOf(spec) },
    );

  it("a new image is a deploy, with the field", () => {
    expect(deployments({ spec: { template: templateOf("1.1.0") } })).toEqual([
      {
        type: "deploy",
        summary: "web is deployed: 1.0.0 → 1.1.0",
        fields: [
          {
            path: "spec.template.spec.containers[web].image",
            before: "registry.example/web:1.0.0",
            after: "registry.example/web:1.1.0",
          },
        ],
      },
    ]);
  });

  it.each([
    ["scale", { spec: { replicas: 5 } }, "web is scaled 3 → 5"],
    ["rollout", { spec: { paused: true } }, "web is paused by hand"],
    [
      "restart",
      {
        spec: {
          template: {
            ...templateOf("1.0.0"),
            metadata: { labels: { app: "web" }, annotations: { "kubectl.kubernetes.io/restartedAt": "t" } },
          },
        },
      },
      "web is restarted",
    ],
  ] as const)("%s", (type, spec, summary) => {
    expect(deployments(spec)).toMatchObject([{ type, summary }]);
  });

  const meshed = (web: string, proxy: string) =>
    deploymentOf({
      spec: {
        template: templateOf(web, {
          containers: [
            { name: "web", image: `registry.example/web:${web}` },
            { name: "proxy", image: `registry.example/proxy:${proxy}` },
          ],
        }),
      },
    });
  it.each([
    ["of a sidecar", meshed("1.0.0", "3.1"), "web is deployed with another proxy: 3.0 → 3.1"],
    [
      "of both: the version is that of the main one",
      meshed("1.1.0", "3.1"),
      "web is deployed: 1.0.0 → 1.1.0",
    ],
    [
      "of a paused Deployment, whose pods stay as they are",
      deploymentOf({ spec: { ...meshed("1.1.0", "3.0").spec, paused: true } }),
      "web is deployed: 1.0.0 → 1.1.0; it is paused, and no pod has it yet",
    ],
  ])("the image %s", (_what, after, summary) => {
    const before = meshed("1.0.0", "3.0");
    const found = detectWorkloadChange(
      { kind: "Deployment", object: { ...before, spec: { ...before.spec, paused: after.spec.paused } } },
      { kind: "Deployment", object: after },
    );
    expect(found).toMatchObject([{ type: "deploy", summary }]);
  });

  it("a status that moves is no change of a Deployment", () => {
    expect(deployments({ status: { readyReplicas: 1 }, metadata: { resourceVersion: "11" } })).toEqual([]);
  });

  const steps: [summary: string, before: RolloutFixture, after: RolloutFixture][] = [
    ["web moved to step 4 of 6 (50 %)", {}, { status: { currentStepIndex: 3, pauseConditions: null } }],
    ["web has done all its steps", {}, { status: { currentStepIndex: 6, pauseConditions: null } }],
    [
      "web was promoted: 2.0.0 is the stable version",
      { status: { currentStepIndex: 6 } },
      { status: { currentStepIndex: 6, stableRS: "new", pauseConditions: null } },
    ],
    [
      "web was aborted: success-rate failed",
      {},
      { status: { abort: true, currentStepIndex: 0, message: "RolloutAborted: success-rate failed" } },
    ],
    ["web is retried", { status: { abort: true, currentStepIndex: 0 } }, { status: { currentStepIndex: 0 } }],
    [
      "web was promoted: 2.0.0 is the stable version",
      { status: { abort: true, promoteFull: true, currentStepIndex: 0 } },
      { status: { currentStepIndex: 6, stableRS: "new", pauseConditions: null } },
    ],
    ["web is being promoted in full", {}, { status: { promoteFull: true } }],
    [
      "web is paused: the analysis could not decide",
      { status: { pauseConditions: null } },
      { status: { pauseConditions: [{ reason: "InconclusiveAnalysisRun", startTime: "t" }] } },
    ],
  ];
  it("a promotion in full that takes an abort back is no retry, and the steps that it jumps over were not done", () => {
    const [aborted, asked, going] = [
      rolloutOf({ status: { abort: true, currentStepIndex: 0, pauseConditions: null } }),
      rolloutOf({ status: { abort: true, promoteFull: true, currentStepIndex: 0, pauseConditions: null } }),
      rolloutOf({ status: { promoteFull: true, currentStepIndex: 6, pauseConditions: null } }),
    ] as const;
    const told = (before: Rollout, after: Rollout) =>
      detectWorkloadChange({ kind: "Rollout", object: before }, { kind: "Rollout", object: after }).map(
        ({ summary }) => summary,
      );
    expect(told(aborted, asked)).toEqual(["web is being promoted in full"]);
    expect(told(asked, going)).toEqual(["web skips the steps that were left"]);
  });

  it.each(steps)("%s", (summary, before, after) => {
    const found = detectWorkloadChange(
      { kind: "Rollout", object: rolloutOf(before) },
      { kind: "Rollout", object: rolloutOf(after) },
      canaryReplicaSets(),
    );
    expect(found).toMatchObject([{ type: "rollout", summary }]);
  });
});

it("bounds of an autoscaler are a scale change, its measurements are none", () => {
  expect(detectHpaChange(hpaOf(3, 20), hpaOf(5, 20))).toMatchObject({
    type: "scale",
    summary: "The autoscaler of web may now run 5–20 pods (was 3–20)",
  });
  expect(detectHpaChange(hpaOf(3, 20), { ...hpaOf(3, 20), status: { currentReplicas: 9 } })).toBeUndefined();
});

describe("detectConfigChange", () => {
  const config = (kind: ConfigFacts["kind"], hashes: Record<string, string>): ConfigFacts => ({
    uid: "u",
    kind,
    namespace: "n",
    name: "web-config",
    resourceVersion: "1",
    labels: {},
    hashes,
  });

  it("names keys and shows hashes", () => {
    expect(
      detectConfigChange(
        config("ConfigMap", { a: "sha256:1", b: "sha256:2" }),
        config("ConfigMap", { a: "sha256:3", c: "sha256:4" }),
      ),
    ).toEqual({
      type: "config",
      summary: "ConfigMap web-config changed: a, b, c",
      fields: [
        { path: "data[a]", before: "sha256:1", after: "sha256:3" },
        { path: "data[b]", before: "sha256:2", after: null },
        { path: "data[c]", before: null, after: "sha256:4" },
      ],
    });
  });

  it("shows not even a hash of a Secret", () => {
    const found = detectConfigChange(config("Secret", { a: "1f" }), config("Secret", { a: "2f" }));
    expect(found?.fields).toEqual([{ path: "data[a]", before: "(hidden)", after: "(hidden)" }]);
  });
});

it("detectNodeChange tells readiness and cordons", () => {
  const node = {
    name: "a",
    ready: true,
    unschedulable: false,
    reason: "",
    kubeletVersion: "v1",
  } as NodeFacts;
  expect(detectNodeChange(node, { ...node, ready: false, reason: "kubelet stopped" })?.summary).toBe(
    "Node a is not ready: kubelet stopped",
  );
  expect(detectNodeChange(node, { ...node, unschedulable: true })?.summary).toBe("Node a is cordoned");
  expect(detectNodeChange(node, { ...node, zone: "b" })).toBeUndefined();
});

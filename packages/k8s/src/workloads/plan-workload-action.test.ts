import type { ClusterCommand } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import {
  canaryReplicaSets,
  deploymentOf,
  hpaOf,
  metadataOf,
  podOf,
  rolloutOf,
  templateOf,
} from "../testing/fixtures.ts";
import { describeBlastRadius } from "./blast-radius.ts";
import { diffDryRun, diffJson } from "./diff-json.ts";
import { findHpaConflict } from "./hpa-conflict.ts";
import { kubectlCommand } from "./kubectl-command.ts";
import { listRelations } from "./list-relations.ts";
import { diffRevisions, listRevisions } from "./list-revisions.ts";
import { observeDeploymentChange, observeScale, observeScaleBounds } from "./observe-workload-action.ts";
import { planPodDelete, planWorkloadAction, type WorkloadCommand } from "./plan-workload-action.ts";
import { projectPod } from "./pod-facts.ts";
import type { Workload } from "./workload-row.ts";

const rollout: Workload = { kind: "Rollout", object: rolloutOf() };
const deployment: Workload = { kind: "Deployment", object: deploymentOf() };
const target = {
  environment: "production",
  kind: "Rollout",
  namespace: "horizon-test",
  name: "web",
} as const;
const context = { replicaSets: canaryReplicaSets(), hpa: hpaOf(3, 20) };
const now = "2026-01-05T10:00:00.123Z";
const plan = (command: WorkloadCommand, workload: Workload = rollout, rest = {}) =>
  planWorkloadAction(command, workload, { ...context, ...rest }, now);

const rolloutPath = "/apis/argoproj.io/v1alpha1/namespaces/horizon-test/rollouts/web";
const test = { op: "test", path: "/metadata/resourceVersion", value: "10" };

describe("planWorkloadAction", () => {
  it("restarts a Rollout by restartAt, to the second", () => {
    expect(plan({ action: "workload.restart", target })).toMatchObject([
      {
        path: rolloutPath,
        body: { metadata: { resourceVersion: "10" }, spec: { restartAt: "2026-01-05T10:00:00Z" } },
      },
    ]);
  });

  it("restarts a Deployment by the annotation that kubectl uses", () => {
    expect(plan({ action: "workload.restart", target }, deployment)[0]?.body).toMatchObject({
      spec: {
        template: {
          metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2026-01-05T10:00:00Z" } },
        },
      },
    });
  });

  it.each([
    { action: "workload.restart", target },
    { action: "workload.rollBack", target, revision: 1 },
  ] as const)("refuses $action of a paused Deployment, which would start nothing", (command) => {
    const paused: Workload = { kind: "Deployment", object: deploymentOf({ spec: { paused: true } }) };
    expect(() => plan(command, paused)).toThrow("kubectl rollout resume deployment/web -n horizon-test");
  });

  it("rolls back to the template of a revision, without the hash, bound to the version that was seen", () => {
    expect(plan({ action: "workload.rollBack", target, revision: 1 })).toEqual([
      {
        method: "PATCH",
        path: rolloutPath,
        contentType: "application/json-patch+json",
        body: [test, { op: "replace", path: "/spec/template", value: templateOf("1.0.0") }],
        expect: { resourceVersion: "10" },
      },
    ]);
  });

  it("sets the image of one container only", () => {
    expect(
      plan({ action: "workload.setImage", target, container: "web", image: "registry.example/web:3" })[0]
        ?.body,
    ).toEqual([
      test,
      { op: "replace", path: "/spec/template/spec/containers/0/image", value: "registry.example/web:3" },
    ]);
  });

  it("scales through the subresource and sets bounds on the autoscaler", () => {
    expect(plan({ action: "workload.scale", target, replicas: 5 })[0]).toMatchObject({
      path: `${rolloutPath}/scale`,
      body: { spec: { replicas: 5 } },
    });
    expect(
      plan({ action: "workload.setScaleBounds", target, minReplicas: 4, maxReplicas: 9 })[0],
    ).toMatchObject({
      path: "/apis/autoscaling/v2/namespaces/horizon-test/horizontalpodautoscalers/web-hpa",
      body: { spec: { minReplicas: 4, maxReplicas: 9 } },
    });
  });

  it("changes the template of the Deployment that a workloadRef names", () => {
    const object = rolloutOf({
      spec: { template: undefined, workloadRef: { kind: "Deployment", name: "web-template" } },
    });
    const referenced = deploymentOf({ metadata: { name: "web-template", resourceVersion: "77" } });
    const [request] = plan(
      { action: "workload.rollBack", target, revision: 1 },
      { kind: "Rollout", object },
      { referenced },
    );
    expect(request).toMatchObject({
      path: "/apis/apps/v1/namespaces/horizon-test/deployments/web-template",
      expect: { resourceVersion: "77" },
    });
  });

  it.each<[string, WorkloadCommand, RegExp]>([
    ["a revision that is gone", { action: "workload.rollBack", target, revision: 9 }, /not kept/],
    ["the revision that runs", { action: "workload.rollBack", target, revision: 2 }, /already/],
    [
      "an unknown container",
      { action: "workload.setImage", target, container: "x", image: "a:1" },
      /no container/,
    ],
    [
      "the same image",
      { action: "workload.setImage", target, container: "web", image: "registry.example/web:2.0.0" },
      /already/,
    ],
    [
      "bounds that cross",
      { action: "workload.setScaleBounds", target, minReplicas: 9, maxReplicas: 4 },
      /minimum/,
    ],
  ])("refuses %s", (_name, command, message) => {
    expect(() => plan(command)).toThrow(message);
  });

  it("deletes the very pod that was seen", () => {
    expect(planPodDelete({ namespace: "n", name: "p", uid: "u" })).toMatchObject({
      method: "DELETE",
      path: "/api/v1/namespaces/n/pods/p",
      body: { preconditions: { uid: "u" } },
    });
  });
});

describe("kubectlCommand", () => {
  it.each<[ClusterCommand, string]>([
    [{ action: "rollout.promote", target }, "kubectl argo rollouts promote web -n horizon-test"],
    [
      { action: "workload.scale", target, replicas: 4 },
      "kubectl scale rollout/web -n horizon-test --replicas=4",
    ],
    [
      { action: "workload.setScaleBounds", target, minReplicas: 2, maxReplicas: 4 },
      `kubectl patch horizontalpodautoscalers web-hpa -n horizon-test --type=merge -p '{"spec":{"minReplicas":2,"maxReplicas":4}}'`,
    ],
  ])("$action", (command, text) => {
    const planned = command.action === "workload.setScaleBounds" ? plan(command) : [];
    expect(kubectlCommand(command, planned)).toBe(text);
  });
});

describe("findHpaConflict", () => {
  it.each([
    [2, "keeps at least 3 pods and will overrule 2", { minReplicas: 2, maxReplicas: 20 }],
    [25, "keeps at most 20 pods and will overrule 25", { minReplicas: 25, maxReplicas: 25 }],
    [6, "may overrule 6 at any time", { minReplicas: 6, maxReplicas: 20 }],
    [0, "does not start them again", { minReplicas: 3, maxReplicas: 20 }],
  ])("scaling to %i", (replicas, words, suggestion) => {
    const conflict = findHpaConflict(hpaOf(3, 20), replicas);
    expect(conflict?.message).toContain(words);
    expect(conflict?.suggestion).toEqual(suggestion);
  });

  it("is none without an autoscaler", () => {
    expect(findHpaConflict(undefined, 3)).toBeUndefined();
  });
});

it("describeBlastRadius tells pods, pace and what budgets leave", () => {
  const pods = ["a", "b"].map((name) => projectPod(podOf(name, { metadata: { labels: { app: "web" } } })));
  const budget = {
    metadata: metadataOf("web-pdb"),
    spec: { selector: { matchLabels: { app: "web" } } },
    status: { disruptionsAllowed: 1, currentHealthy: 2, expectedPods: 2 },
  };
  const other = {
    ...budget,
    metadata: metadataOf("other-pdb"),
    spec: { selector: { matchLabels: { app: "other" } } },
  };
  const evicted = projectPod(podOf("c", { status: { phase: "Failed", reason: "Evicted" } }));
  expect(describeBlastRadius("workload.restart", rollout, [...pods, evicted], [budget, other])).toBe(
    "2 pods, 2 ready; all are replaced, at most 0 missing and 1 extra at a time; disruption budget web-pdb allows 1 more (2 of 2 healthy).",
  );
  // The steps of its canary say how many pods are replaced, and when.
  expect(describeBlastRadius("workload.rollBack", rollout, pods, [])).toBe("2 pods, 2 ready.");
});

describe("revisions", () => {
  it("are newest first, with the part that each plays", () => {
    expect(
      listRevisions(rollout, canaryReplicaSets()).map(({ revision, role, version }) => [
        revision,
        role,
        version,
      ]),
    ).toEqual([
      [2, "canary", "2.0.0"],
      [1, "stable", "1.0.0"],
    ]);
  });

  it("differ by what a person wrote, not by hashes", () => {
    const [from, to] = canaryReplicaSets();
    if (!from || !to) throw new Error("fixture");
    expect(diffRevisions(from, to)).toEqual([
      {
        path: "spec.template.spec.containers[web].image",
        before: "registry.example/web:1.0.0",
        after: "registry.example/web:2.0.0",
      },
    ]);
  });
});

describe("diffJson", () => {
  it("compares named members by name", () => {
    const before = { containers: [{ name: "web", image: "a" }] };
    const after = {
      containers: [
        { name: "proxy", image: "p" },
        { name: "web", image: "b" },
      ],
    };
    expect(
      diffJson(before, after, "spec")
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(["spec.containers[proxy]", "spec.containers[web].image"]);
  });

  it.each([
    [{ env: [{ name: "KEY", value: "hunter1" }] }, { env: [{ name: "KEY", value: "hunter2" }] }],
    [{}, { env: [{ name: "KEY", value: "hunter2" }] }],
    [{}, { containers: [{ name: "web", env: [{ name: "KEY", value: "hunter2" }] }] }],
    [{ env: [] }, { env: [{ name: "KEY", value: "hunter2" }] }],
  ])("never shows the value of an environment variable", (before, after) => {
    const text = JSON.stringify(diffJson({ spec: before }, { spec: after }));
    expect(text).not.toContain("hunter");
    expect(text).toContain("sha256:");
  });

  it("hides from a dry run what the server writes by itself", () => {
    const live = deploymentOf();
    const dryRun = deploymentOf({
      metadata: { resourceVersion: "99", generation: 3, managedFields: [{}] },
      spec: { replicas: 5 },
      status: { replicas: 9 },
    });
    expect(diffDryRun(live, dryRun)).toEqual([{ path: "spec.replicas", before: "3", after: "5" }]);
  });
});

it("listRelations finds services, autoscaler, budget, configuration and analysis", () => {
  const object = rolloutOf({
    spec: {
      template: templateOf("2.0.0", {
        containers: [{ name: "web", envFrom: [{ configMapRef: { name: "web-config" } }] }],
        volumes: [{ secret: { secretName: "web-tls" } }],
      }),
    },
  });
  const service = { uid: "s", namespace: "horizon-test", name: "web-canary", type: "ClusterIP", ports: [] };
  const relations = listRelations(
    { kind: "Rollout", object },
    {
      replicaSets: [],
      pods: [],
      hpa: hpaOf(3, 20),
      services: [
        { ...service, selector: { app: "web", "rollouts-pod-template-hash": "new" } },
        { ...service, name: "other", selector: { app: "other" } },
      ],
      budgets: [],
    },
  );
  expect(relations.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
    "Service/web-canary",
    "HorizontalPodAutoscaler/web-hpa",
    "ConfigMap/web-config",
    "Secret/web-tls",
    "AnalysisTemplate/success-rate",
  ]);
});

describe("observing", () => {
  const after = (status: object, generation = 3) =>
    deploymentOf({ metadata: { generation }, status: { observedGeneration: 3, ...status } });
  it.each([
    ["the cluster has not reported it", deploymentOf(), "pending"],
    ["not seen by the controller", after({ observedGeneration: 2 }), "pending"],
    [
      "pods are being replaced",
      after({ replicas: 4, updatedReplicas: 2, availableReplicas: 3 }),
      "progressing",
    ],
    ["all replaced", after({ replicas: 3, updatedReplicas: 3, availableReplicas: 3 }), "processed"],
  ])("a template change: %s", (_name, current, state) => {
    expect(observeDeploymentChange(deploymentOf(), current).state).toBe(state);
  });

  it("a scale is done when the pods are there", () => {
    const at = (readyReplicas: number): Workload => ({
      kind: "Deployment",
      object: deploymentOf({ status: { readyReplicas } }),
    });
    expect([
      observeScale(at(2), 3).state,
      observeScale(at(3), 3).state,
      observeScale(at(3), 4).state,
    ]).toEqual(["progressing", "processed", "pending"]);
  });

  it("bounds are in force when the spec has them", () => {
    const bounds = { minReplicas: 3, maxReplicas: 20 };
    expect(observeScaleBounds(hpaOf(3, 20), bounds).state).toBe("processed");
    expect(observeScaleBounds(hpaOf(3, 10), bounds).state).toBe("pending");
  });
});

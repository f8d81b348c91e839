import { expect, it } from "vitest";
import { blueGreenOf, deploymentOf, metadataOf, podOf, rolloutOf } from "../testing/fixtures.ts";
import { describeBlastRadius } from "./blast-radius.ts";
import { projectPod } from "./pod-facts.ts";
import type { Workload } from "./workload-row.ts";

const rollout: Workload = { kind: "Rollout", object: rolloutOf() };
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
    "2 pods, 2 ready; all are replaced, at most 1 missing and none extra at a time; disruption budget web-pdb allows 1 more (2 of 2 healthy).",
  );
  // The steps of its canary say how many pods are replaced, and when.
  expect(describeBlastRadius("workload.rollBack", rollout, pods, [])).toBe("2 pods, 2 ready.");
  expect(describeBlastRadius("workload.rollBack", rollout, pods.slice(1), [])).toBe("1 pod, 1 ready.");
});

it("a pod that its load balancer keeps from traffic is not ready", () => {
  const gated = projectPod(
    podOf("a", {
      spec: { containers: [{ name: "web" }], readinessGates: [{ conditionType: "lb" }] },
      status: {
        phase: "Running",
        conditions: [{ type: "Ready", status: "False", reason: "ReadinessGatesNotReady" }],
        containerStatuses: [{ name: "web", ready: true, restartCount: 0, state: { running: {} } }],
      },
    }),
  );
  expect(describeBlastRadius("pod.delete", rollout, [gated], [])).toContain("1 pod, 0 ready");
});

it.each<[what: string, action: "workload.restart" | "workload.setImage", workload: Workload, words: string]>([
  [
    "a Deployment keeps to its bounds",
    "workload.restart",
    {
      kind: "Deployment",
      object: deploymentOf({
        spec: { replicas: 8, strategy: { rollingUpdate: { maxSurge: "25%", maxUnavailable: "0%" } } },
      }),
    },
    "at most 0 missing and 2 extra at a time",
  ],
  [
    "a restart of a Rollout evicts before the next pod comes",
    "workload.restart",
    { kind: "Rollout", object: rolloutOf({ canary: { maxSurge: "50%", maxUnavailable: "25%" } }) },
    "at most 2 missing and none extra at a time",
  ],
  [
    "a restart of a blue-green one does so pod by pod",
    "workload.restart",
    { kind: "Rollout", object: blueGreenOf() },
    "at most 1 missing and none extra at a time",
  ],
  [
    "a new image of a blue-green one starts a second set",
    "workload.setImage",
    { kind: "Rollout", object: blueGreenOf() },
    "8 new pods start beside them, and take all traffic at once when they are promoted",
  ],
])("%s", (_what, action, workload, words) => {
  expect(describeBlastRadius(action, workload, [], [])).toContain(words);
});

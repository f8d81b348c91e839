import { expect, it } from "vitest";
import { metadataOf, podOf, rolloutOf } from "../testing/fixtures.ts";
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
    "2 pods, 2 ready; all are replaced, at most 0 missing and 1 extra at a time; disruption budget web-pdb allows 1 more (2 of 2 healthy).",
  );
  // The steps of its canary say how many pods are replaced, and when.
  expect(describeBlastRadius("workload.rollBack", rollout, pods, [])).toBe("2 pods, 2 ready.");
  expect(describeBlastRadius("workload.rollBack", rollout, pods.slice(1), [])).toBe("1 pod, 1 ready.");
});

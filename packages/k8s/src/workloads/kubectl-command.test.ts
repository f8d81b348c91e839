import type { ClusterCommand } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { canaryReplicaSets, hpaOf, rolloutOf } from "../testing/fixtures.ts";
import { kubectlCommand } from "./kubectl-command.ts";
import { planWorkloadAction, type WorkloadCommand } from "./plan-workload-action.ts";
import type { Workload } from "./workload-row.ts";

const rollout: Workload = { kind: "Rollout", object: rolloutOf() };
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

import type { ClusterCommand } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { planForWeb as plan, webTarget as target } from "../testing/plan-for-web.ts";
import { kubectlCommand } from "./kubectl-command.ts";

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

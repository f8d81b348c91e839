import type { ClusterCommand } from "@horizon/contracts";
import { describeTemplateChange } from "@horizon/k8s";
import type { LiveTarget } from "./live-target.ts";
import { isWorkloadAction } from "./plan-command.ts";

/** Current → new, in one sentence, for actions whose consequence is plain. */
export function describeCommand(command: ClusterCommand, target: LiveTarget): string {
  if (command.action === "pod.delete")
    return `Pod ${command.target.name} is deleted; its owner starts another.`;
  if (!isWorkloadAction(command) || target.workload === null) return "";
  const { spec } = target.workload.object;
  const replicas = spec.replicas ?? 1;
  switch (command.action) {
    case "workload.restart":
      return "Every pod is replaced by a new one of the same version.";
    case "workload.rollBack":
    case "workload.setImage":
      return describeTemplateChange(command, target.workload, target.replicaSets);
    case "workload.scale":
      return `Pods: ${replicas} → ${command.replicas}.`;
    case "workload.setScaleBounds": {
      const { minReplicas = 1, maxReplicas } = target.hpa?.spec ?? {};
      return `Bounds of the autoscaler: ${minReplicas}–${maxReplicas ?? "none"} → ${command.minReplicas}–${command.maxReplicas}.`;
    }
  }
}

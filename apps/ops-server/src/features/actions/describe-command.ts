import type { ClusterCommand } from "@horizon/contracts";
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
      return `All ${replicas} pods are replaced by new ones of the same version.`;
    case "workload.rollBack":
      return `The pod template goes back to that of revision ${command.revision}.`;
    case "workload.setImage": {
      const containers = spec.template?.spec?.containers ?? [];
      const current = containers.find(({ name }) => name === command.container)?.image ?? "none";
      return `Container ${command.container}: ${current} → ${command.image}.`;
    }
    case "workload.scale":
      return `Pods: ${replicas} → ${command.replicas}.`;
    case "workload.setScaleBounds": {
      const { minReplicas = 1, maxReplicas } = target.hpa?.spec ?? {};
      return `Bounds of the autoscaler: ${minReplicas}–${maxReplicas ?? "none"} → ${command.minReplicas}–${command.maxReplicas}.`;
    }
  }
}

import type { ClusterCommand, EnvironmentInfo } from "@horizon/contracts";

/**
 * How dangerous an action is, 0 to 4: 1 is one click, 2 shows what will happen, 3 looks dangerous, 4 is
 * irreversible or stops the service.
 */
export function confirmationTier(command: ClusterCommand, tier: EnvironmentInfo["tier"]): 1 | 2 | 3 | 4 {
  const isToZero = command.action === "workload.scale" && command.replicas === 0;
  if (tier === "nonproduction") return isToZero ? 2 : 1;
  if (isToZero) return 4;
  switch (command.action) {
    case "rollout.promoteFull":
    case "rollout.abort":
    case "rollout.skipStep":
    case "workload.rollBack":
    case "workload.setImage":
      return 3;
    case "rollout.promote":
    case "rollout.pause":
    case "rollout.resume":
    case "rollout.retry":
    case "workload.restart":
    case "workload.scale":
    case "workload.setScaleBounds":
    case "pod.delete":
      return 2;
  }
}

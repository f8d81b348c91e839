import type { ActionAvailability, ClusterCommand } from "@horizon/contracts";
import { isAppError } from "@horizon/errors";
import { type PlannedRequest, planPodDelete, planWorkloadAction, type WorkloadCommand } from "@horizon/k8s";
import { getActionAvailability, planRolloutAction } from "@horizon/k8s/rollouts";
import type { LiveTarget, WorkloadTarget } from "./live-target.ts";

export type Plan =
  | { readonly availability: { readonly enabled: true }; readonly requests: readonly PlannedRequest[] }
  | {
      readonly availability: { readonly enabled: false; readonly reason: string };
      readonly requests: readonly [];
    };

/** Whether the object's state allows the command, and the requests that carry it out, bound to that state. */
export function planCommand(command: ClusterCommand, target: LiveTarget, now: Date): Plan {
  try {
    const availability = availabilityOf(command, target);
    if (!availability.enabled) return { availability, requests: [] };
    return { availability, requests: planRequests(command, target, now) };
  } catch (error) {
    if (!isAppError(error, "PRECONDITION_FAILED")) throw error;
    return { availability: { enabled: false, reason: error.message }, requests: [] };
  }
}

function availabilityOf(command: ClusterCommand, { workload }: LiveTarget): ActionAvailability {
  if (workload?.kind !== "Rollout" || !isRolloutAction(command)) return { enabled: true };
  return getActionAvailability(workload.object)[command.action];
}

function planRequests(command: ClusterCommand, target: LiveTarget, now: Date): PlannedRequest[] {
  if (target.workload === null) {
    const { uid, name, namespace = "" } = target.object.metadata;
    return [planPodDelete({ uid, name, namespace })];
  }
  if (isWorkloadAction(command))
    return planWorkloadAction(command, target.workload, contextOf(target), now.toISOString());
  if (isRolloutAction(command) && target.workload.kind === "Rollout") {
    return planRolloutAction(command.action, target.workload.object);
  }
  throw new Error(`${command.action} has no plan for a ${target.workload.kind}`);
}

function contextOf({ replicaSets, hpa, referenced }: WorkloadTarget) {
  return { replicaSets, hpa, ...(referenced === undefined ? {} : { referenced }) };
}

export function isRolloutAction(
  command: ClusterCommand,
): command is Extract<ClusterCommand, { action: `rollout.${string}` }> {
  return command.action.startsWith("rollout.");
}

export function isWorkloadAction(command: ClusterCommand): command is WorkloadCommand {
  return command.action.startsWith("workload.");
}

import type { RolloutPhase, RolloutSpec, RolloutStatus } from "../model/rollout-object.ts";

export interface PhaseAndMessage {
  phase: RolloutPhase;
  message: string;
}

/** §2.3, controller side, for canaries: the first rule that matches. Needs the conditions of the new status. */
export function calculateRolloutPhase(spec: RolloutSpec, status: RolloutStatus): PhaseAndMessage {
  return (
    degraded(status) ?? paused(spec, status) ?? progressing(spec, status) ?? { phase: "Healthy", message: "" }
  );
}

function degraded({ conditions = [] }: RolloutStatus): PhaseAndMessage | undefined {
  for (const { type, reason, message } of conditions) {
    if (type === "InvalidSpec") return { phase: "Degraded", message: `${type}: ${message}` };
    if (reason === "RolloutAborted" || reason === "ProgressDeadlineExceeded") {
      return { phase: "Degraded", message: `${reason}: ${message}` };
    }
  }
  return undefined;
}

function paused(spec: RolloutSpec, status: RolloutStatus): PhaseAndMessage | undefined {
  if (spec.paused) return { phase: "Paused", message: "manually paused" };
  const [condition] = status.pauseConditions ?? [];
  return condition && { phase: "Paused", message: condition.reason };
}

function progressing(spec: RolloutSpec, status: RolloutStatus): PhaseAndMessage | undefined {
  const message = progressMessage(spec, status);
  return message === undefined ? undefined : { phase: "Progressing", message };
}

function progressMessage(spec: RolloutSpec, status: RolloutStatus): string | undefined {
  const { updatedReplicas = 0, availableReplicas = 0, replicas = 0, stableRS, currentPodHash } = status;
  if (spec.restartAt && !isSameTime(spec.restartAt, status.restartedAt)) return "rollout is restarting";
  if (updatedReplicas < (spec.replicas ?? 1)) return "more replicas need to be updated";
  if (availableReplicas < updatedReplicas) return "updated replicas are still becoming available";
  const isBasic = spec.strategy?.canary?.trafficRouting === undefined;
  if (isBasic && replicas > updatedReplicas) return "old replicas are pending termination";
  if (!stableRS || stableRS !== currentPodHash) return "waiting for all steps to complete";
  return undefined;
}

function isSameTime(left: string, right: string | undefined): boolean {
  return right !== undefined && Date.parse(left) === Date.parse(right);
}

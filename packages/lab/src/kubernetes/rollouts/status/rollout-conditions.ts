import { kubeTime } from "../../controllers/pod.ts";
import { podTemplateHashOf, type ReplicaSet, revisionOf } from "../model/replica-set-object.ts";
import { replicasOf } from "../model/rollout-defaults.ts";
import type { Rollout, RolloutCondition, RolloutStatus } from "../model/rollout-object.ts";
import { type ConditionUpdate, findCondition, withCondition, withoutCondition } from "./condition-list.ts";
import {
  hasProgressed,
  hasTimedOut,
  isIndefiniteStep,
  isRolloutCompleted,
  isRolloutHealthy,
  isWaitingForScaleDown,
} from "./rollout-progress.ts";

export interface ConditionsInput {
  rollout: Rollout;
  /** Everything but conditions, phase and message decided. */
  next: RolloutStatus;
  newReplicaSet?: ReplicaSet;
  replicaSets: ReplicaSet[];
  aborted: boolean;
  abortMessage: string;
  nowMs: number;
}

export interface ConditionEvent {
  type: "Normal" | "Warning";
  reason: string;
  message: string;
}

export interface ConditionsOutcome {
  conditions: RolloutCondition[];
  events: ConditionEvent[];
}

const NOT_AVAILABLE = "Rollout does not have minimum availability";

/** The conditions of the next status, and the events that their changes call for. */
export function calculateConditions(input: ConditionsInput): ConditionsOutcome {
  const events: ConditionEvent[] = [];
  const { nowMs } = input;
  let conditions = input.next.conditions ?? [];
  const set = (update: ConditionUpdate, event?: ConditionEvent) => {
    const updated = withCondition(conditions, update, nowMs);
    if (updated !== conditions && event) events.push(event);
    conditions = updated;
  };

  const healthy = healthCondition(input);
  const becameUnhealthy =
    healthy?.status === "False" && findCondition(conditions, "Healthy")?.status === "True";
  if (healthy) set(healthy);
  if (input.aborted) {
    const condition = abortCondition(input);
    set(condition, { type: "Warning", reason: condition.reason, message: condition.message });
  } else {
    conditions = withProgress(input, conditions, becameUnhealthy);
  }
  set(availabilityCondition(input));
  conditions = withReplicaFailure(input, conditions);
  const completed = isRolloutCompleted(input.next);
  set(
    {
      type: "Completed",
      status: completed ? "True" : "False",
      reason: "RolloutCompleted",
      message: "RolloutCompleted",
    },
    completed
      ? undefined
      : {
          type: "Normal",
          reason: "RolloutNotCompleted",
          message: `Rollout not completed, started update to revision ${revisionOf(input.rollout)} (${input.next.currentPodHash ?? ""})`,
        },
  );
  return { conditions, events };
}

function healthCondition({ rollout, next }: ConditionsInput): ConditionUpdate | undefined {
  const isPaused = (next.pauseConditions?.length ?? 0) > 0 || rollout.spec.paused === true;
  const base = { type: "Healthy", reason: "RolloutHealthy" };
  if (!isPaused && isRolloutHealthy(rollout, next)) {
    return { ...base, status: "True", message: "Rollout is healthy" };
  }
  if (!findCondition(rollout.status?.conditions, "Healthy")) return undefined;
  return { ...base, status: "False", message: "Rollout is not healthy" };
}

function abortCondition({ rollout, abortMessage }: ConditionsInput): ConditionUpdate {
  const message = `Rollout aborted update to revision ${revisionOf(rollout)}`;
  return {
    type: "Progressing",
    status: "False",
    reason: "RolloutAborted",
    message: abortMessage ? `${message}: ${abortMessage}` : message,
  };
}

function withProgress(
  input: ConditionsInput,
  conditions: RolloutCondition[],
  becameUnhealthy: boolean,
): RolloutCondition[] {
  const { rollout, next, newReplicaSet, nowMs } = input;
  const name = newReplicaSet?.metadata.name ?? "";
  const progressing = (status: "True" | "False", reason: string, message: string): ConditionUpdate => ({
    type: "Progressing",
    status,
    reason,
    message,
  });
  if (isRolloutHealthy(rollout, next)) {
    const message = `ReplicaSet "${name}" has successfully progressed.`;
    return withCondition(conditions, progressing("True", "NewReplicaSetAvailable", message), nowMs);
  }
  if (hasProgressed(rollout.status ?? {}, next) || becameUnhealthy) {
    const wasPromoted = becameUnhealthy && isRolloutCompleted(next);
    return refreshed(
      conditions,
      wasPromoted
        ? progressing("True", "ReplicaSetNotAvailable", NOT_AVAILABLE)
        : progressing("True", "ReplicaSetUpdated", `ReplicaSet "${name}" is progressing.`),
      nowMs,
    );
  }
  const mayTimeOut = !isIndefiniteStep(rollout) && !isWaitingForScaleDown(otherReplicaSets(input));
  if (mayTimeOut && hasTimedOut(rollout, conditions, nowMs)) {
    const message = `ReplicaSet "${name}" has timed out progressing.`;
    return withCondition(conditions, progressing("False", "ProgressDeadlineExceeded", message), nowMs);
  }
  return conditions;
}

/** Moves `lastUpdateTime` even if nothing else differs: the progress deadline counts from it. */
function refreshed(
  conditions: RolloutCondition[],
  update: ConditionUpdate,
  nowMs: number,
): RolloutCondition[] {
  const current = findCondition(conditions, update.type);
  const now = kubeTime(nowMs);
  const lastTransitionTime = current?.status === update.status ? current.lastTransitionTime : now;
  return [
    ...withoutCondition(conditions, update.type),
    { ...update, lastUpdateTime: now, lastTransitionTime },
  ];
}

function availabilityCondition({ rollout, next }: ConditionsInput): ConditionUpdate {
  const available = (next.availableReplicas ?? 0) >= replicasOf(rollout);
  return {
    type: "Available",
    status: available ? "True" : "False",
    reason: "AvailableReason",
    message: available ? "Rollout has minimum availability" : NOT_AVAILABLE,
  };
}

function withReplicaFailure(input: ConditionsInput, conditions: RolloutCondition[]): RolloutCondition[] {
  const candidates = [...(input.newReplicaSet ? [input.newReplicaSet] : []), ...input.replicaSets];
  const failure = candidates
    .flatMap(({ status }) => status?.conditions ?? [])
    .find(({ type }) => type === "ReplicaFailure");
  if (!failure) return withoutCondition(conditions, "ReplicaFailure");
  return withCondition(
    conditions,
    {
      type: "ReplicaFailure",
      status: failure.status === "True" ? "True" : "False",
      reason: failure.reason ?? "",
      message: failure.message ?? "",
    },
    input.nowMs,
  );
}

function otherReplicaSets({ rollout, newReplicaSet, replicaSets }: ConditionsInput): ReplicaSet[] {
  const known = [rollout.status?.stableRS, podTemplateHashOf(newReplicaSet)];
  return replicaSets.filter((replicaSet) => !known.includes(podTemplateHashOf(replicaSet)));
}

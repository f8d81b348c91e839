import { isSpecObserved, type RolloutStatus } from "../model/rollout-object.ts";
import { type ConditionUpdate, findCondition, withCondition } from "../status/condition-list.ts";
import { calculateRolloutPhase } from "../status/rollout-phase.ts";
import { isRolloutCompleted } from "../status/rollout-progress.ts";
import type { RolloutContext } from "./rollout-context.ts";
import { writeRolloutStatus } from "./rollout-writes.ts";

/**
 * §3.1 step 5: brings the conditions in line with the pause and abort flags, so that the time in a pause does
 * not count against the progress deadline. Waits for the spec to be observed first.
 * @returns whether the status was written, which ends the reconcile.
 */
export function syncPausedConditions(context: RolloutContext): boolean {
  const { rollout, nowMs } = context;
  if (!isSpecObserved(rollout)) return false;
  const status = rollout.status ?? {};
  const updates = pausedConditionUpdates(status, rollout.spec.paused === true);
  if (updates.length === 0) return false;
  const conditions = updates.reduce(
    (list, update) => withCondition(list, update, nowMs),
    status.conditions ?? [],
  );
  const next = { ...status, conditions };
  return writeRolloutStatus(context, { ...next, ...calculateRolloutPhase(rollout.spec, next) });
}

/** The Progressing and Paused conditions that do not agree with the flags yet. */
function pausedConditionUpdates(status: RolloutStatus, specPaused: boolean): ConditionUpdate[] {
  const isPaused = specPaused || (status.pauseConditions?.length ?? 0) > 0;
  const progressing = findCondition(status.conditions, "Progressing");
  const hasAbortReason = progressing?.reason === "RolloutAborted";
  const updates: ConditionUpdate[] = [];
  if (
    isPaused !== (progressing?.reason === "RolloutPaused") &&
    !hasAbortReason &&
    !isRolloutCompleted(status)
  ) {
    updates.push(isPaused ? PROGRESS_PAUSED : PROGRESS_RESUMED);
  }
  if (hasAbortReason && !status.abort) updates.push(PROGRESS_RETRY);
  const isPausedCondition = findCondition(status.conditions, "Paused")?.status === "True";
  if (isPaused !== isPausedCondition && !hasAbortReason) {
    updates.push({
      type: "Paused",
      status: isPaused ? "True" : "False",
      reason: "RolloutPaused",
      message: "Rollout is paused",
    });
  }
  return updates;
}

const PROGRESS_PAUSED: ConditionUpdate = {
  type: "Progressing",
  status: "Unknown",
  reason: "RolloutPaused",
  message: "Rollout is paused",
};
const PROGRESS_RESUMED: ConditionUpdate = {
  type: "Progressing",
  status: "Unknown",
  reason: "RolloutResumed",
  message: "Rollout is resumed",
};
const PROGRESS_RETRY: ConditionUpdate = {
  type: "Progressing",
  status: "Unknown",
  reason: "RolloutRetry",
  message: "Retrying Rollout after abort",
};

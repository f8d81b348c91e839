import { WORKLOAD_GENERATION_ANNOTATION } from "../model/replica-set-object.ts";
import type { RolloutStatus } from "../model/rollout-object.ts";
import { findCondition } from "../status/condition-list.ts";
import { resolvePauseFields } from "../status/pause-intents.ts";
import { calculateConditions } from "../status/rollout-conditions.ts";
import { calculateRolloutPhase } from "../status/rollout-phase.ts";
import {
  hasProgressed,
  hasTimedOut,
  isIndefiniteStep,
  isRolloutCompleted,
  isRolloutHealthy,
  isWaitingForScaleDown,
  progressDeadlineMs,
} from "../status/rollout-progress.ts";
import { isContextAborted, type RolloutContext, recordEvent, requeueAfter } from "./rollout-context.ts";
import { writeRolloutStatus } from "./rollout-writes.ts";

/** Completes a status with pause fields, conditions and phase, and writes it if it differs. */
export function persistStatus(context: RolloutContext, decided: RolloutStatus): void {
  const { rollout, newReplicaSet, replicaSets, pause, nowMs } = context;
  const previous = rollout.status ?? {};
  abortAtProgressDeadline(context, decided);
  const { abort: _abort, abortedAt: _abortedAt, ...rest } = decided;
  const workloadGeneration = rollout.metadata.annotations?.[WORKLOAD_GENERATION_ANNOTATION];
  const next: RolloutStatus = {
    ...rest,
    ...resolvePauseFields(previous, pause, nowMs),
    observedGeneration: String(rollout.metadata.generation ?? 0),
    ...(rollout.spec.workloadRef && workloadGeneration
      ? { workloadObservedGeneration: workloadGeneration }
      : {}),
  };
  const outcome = calculateConditions({
    rollout,
    next,
    ...(newReplicaSet ? { newReplicaSet } : {}),
    replicaSets,
    aborted: isContextAborted(context),
    abortMessage: pause.abortMessage,
    nowMs,
  });
  next.conditions = outcome.conditions;
  const { phase, message } = calculateRolloutPhase(rollout.spec, next);
  writeRolloutStatus(context, { ...next, phase, message });
  for (const event of outcome.events) recordEvent(context, event.reason, event.message, event.type);
  recordPauseChange(context, previous, next);
  watchProgressDeadline(context, next);
}

function recordPauseChange(context: RolloutContext, previous: RolloutStatus, next: RolloutStatus): void {
  const wasPaused = (previous.pauseConditions?.length ?? 0) > 0;
  const [condition] = next.pauseConditions ?? [];
  if (wasPaused === (condition !== undefined)) return;
  if (condition) recordEvent(context, "RolloutPaused", `Rollout is paused (${condition.reason})`);
  // An abort takes the conditions away too, and is not a resume.
  else if (!next.abortedAt) recordEvent(context, "RolloutResumed", "Rollout is resumed");
}

/** `spec.progressDeadlineAbort`: an update that does not move is aborted rather than only reported. */
function abortAtProgressDeadline(context: RolloutContext, decided: RolloutStatus): void {
  const { rollout, newReplicaSet, otherReplicaSets, nowMs } = context;
  const previous = rollout.status ?? {};
  if (!rollout.spec.progressDeadlineAbort || isContextAborted(context)) return;
  if (isRolloutCompleted(decided) || hasProgressed(previous, decided)) return;
  if (isIndefiniteStep(rollout) || isWaitingForScaleDown(otherReplicaSets)) return;
  if (!hasTimedOut(rollout, previous.conditions, nowMs)) return;
  const message = newReplicaSet
    ? `ReplicaSet "${newReplicaSet.metadata.name}" has timed out progressing.`
    : `Rollout "${rollout.metadata.name}" has timed out progressing.`;
  context.pause.addAbort = true;
  context.pause.abortMessage = message;
}

/** Nothing else may ever happen to a stuck update, so the deadline itself must bring it back. */
function watchProgressDeadline(context: RolloutContext, next: RolloutStatus): void {
  const { rollout, nowMs } = context;
  const progressing = findCondition(next.conditions, "Progressing");
  const isPaused = (next.pauseConditions?.length ?? 0) > 0 || rollout.spec.paused;
  if (!progressing || isPaused || next.abort || progressing.reason === "ProgressDeadlineExceeded") return;
  if (isRolloutHealthy(rollout, next) || isIndefiniteStep(rollout)) return;
  const remainingMs = progressDeadlineMs(rollout, progressing) - nowMs;
  // One second later, since times are kept to the second.
  if (remainingMs > -1000) requeueAfter(context, remainingMs + 1000);
}

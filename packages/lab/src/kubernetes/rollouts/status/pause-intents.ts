import { kubeTime } from "../../controllers/pod.ts";
import { durationSeconds } from "../model/duration.ts";
import type { CanaryStep, PauseCondition, PauseReason, RolloutStatus } from "../model/rollout-object.ts";

/** What one reconcile decided about pausing and aborting; it is worked into the status at the end. */
export interface PauseIntents {
  add: PauseReason[];
  remove: PauseReason[];
  clear: boolean;
  addAbort: boolean;
  removeAbort: boolean;
  abortMessage: string;
}

export function noPauseIntents(): PauseIntents {
  return { add: [], remove: [], clear: false, addAbort: false, removeAbort: false, abortMessage: "" };
}

export function isAborted(status: RolloutStatus, intents: PauseIntents): boolean {
  return !intents.removeAbort && (intents.addAbort || status.abort === true);
}

/** The pause and abort fields of the next status. A field that is absent here is to be absent there. */
export function resolvePauseFields(
  status: RolloutStatus,
  intents: PauseIntents,
  nowMs: number,
): Pick<RolloutStatus, "abort" | "abortedAt" | "pauseConditions" | "controllerPause"> {
  if (intents.addAbort || isAborted(status, intents)) {
    return { abort: true, abortedAt: status.abortedAt ?? kubeTime(nowMs) };
  }
  if (intents.clear) return {};
  const present = status.pauseConditions ?? [];
  const kept = present.filter(({ reason }) => !intents.remove.includes(reason));
  const added = [...new Set(intents.add)]
    .filter((reason) => !present.some((condition) => condition.reason === reason))
    .map((reason) => ({ reason, startTime: kubeTime(nowMs) }));
  const pauseConditions = [...kept, ...added];
  // Without a condition controllerPause goes too: this is how a resume is acknowledged.
  if (pauseConditions.length === 0) return {};
  const controllerPause = status.controllerPause === true || added.length > 0;
  return { pauseConditions, ...(controllerPause ? { controllerPause } : {}) };
}

export function findPauseCondition(status: RolloutStatus, reason: PauseReason): PauseCondition | undefined {
  return status.pauseConditions?.find((condition) => condition.reason === reason);
}

/** §3.2: a person took the pause condition away, or its time is over. */
export function isPauseStepCompleted(
  status: RolloutStatus,
  pause: NonNullable<CanaryStep["pause"]>,
  nowMs: number,
): boolean {
  const condition = findPauseCondition(status, "CanaryPauseStep");
  if (!condition) return status.controllerPause === true;
  const endMs = pauseEndMs(condition, pause);
  return endMs !== undefined && nowMs > endMs;
}

/** When a timed pause ends; `undefined` for one that waits for a person. */
export function pauseEndMs(
  condition: PauseCondition,
  pause: NonNullable<CanaryStep["pause"]>,
): number | undefined {
  if (pause.duration === undefined) return undefined;
  return Date.parse(condition.startTime) + Math.trunc(durationSeconds(pause.duration) ?? 0) * 1000;
}

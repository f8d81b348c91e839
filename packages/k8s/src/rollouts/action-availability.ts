import type { ActionAvailability, RolloutActionName } from "@horizon/contracts";
import type { Rollout } from "../kubernetes/rollout.ts";
import { describeStep } from "./describe-step.ts";
import { isBlueGreen, type RolloutState, readRolloutState } from "./rollout-state.ts";

/** Reasons in the order of their weight; the first that holds is told. */
type Objection = [holds: boolean, reason: string];

function decide(objections: readonly Objection[]): ActionAvailability {
  const found = objections.find(([holds]) => holds);
  return found ? { enabled: false, reason: found[1] } : { enabled: true };
}

const notObserved = "The controller has not seen the latest change to this rollout yet.";
const promoted = "It is fully promoted: there is no canary.";
const isAborted = "It is aborted. Retry it, or promote it in full.";
const resumeInFlight = "A promotion was sent and the controller has not moved on yet.";
const manuallyPaused = "It is paused by hand. Resume it first.";
const noSteps = "It has no canary steps.";

/**
 * What the rollout's state allows, each refusal with its reason: the guard matrix that closes the traps of the
 * reference client (double promote, promote after abort, promote full before the new template was seen).
 * Permission is a separate question.
 */
export function getActionAvailability(rollout: Rollout): Record<RolloutActionName, ActionAvailability> {
  const state = readRolloutState(rollout);
  const { fullyPromoted, aborted, specObserved, unpausing, steps } = state;
  const isTemplateObserved = Boolean(rollout.status?.currentPodHash);
  const stepsDone = state.stepIndex !== null && state.stepIndex >= steps.length;
  const withoutSteps: Objection = [steps.length === 0, noSteps];
  const moving: Objection[] = [
    [!specObserved, notObserved],
    [fullyPromoted, promoted],
    [aborted, isAborted],
    [unpausing, resumeInFlight],
    [state.manuallyPaused, manuallyPaused],
    [rollout.status?.promoteFull === true, "It is being promoted in full already."],
  ];
  const isWaiting = state.pauseReasons.length > 0;
  const withoutStepLeft: Objection = [
    steps.length > 0 && stepsDone,
    "All its steps are done; it is waiting for pods.",
  ];
  return {
    "rollout.promote": decide([
      // Without a step, a blue-green rollout waits as well, and one whose background analysis cannot decide.
      ...(isBlueGreen(rollout) || isWaiting ? [] : [withoutSteps]),
      ...moving,
      ...(isWaiting ? [] : [withoutStepLeft]),
      [!isWaiting, notWaiting(rollout, state)],
    ]),
    "rollout.skipStep": decide([withoutSteps, ...moving, withoutStepLeft]),
    "rollout.promoteFull": decide([
      [!specObserved || !isTemplateObserved, notObserved],
      [fullyPromoted, promoted],
      [rollout.status?.promoteFull === true, "It is being promoted in full already."],
    ]),
    "rollout.pause": decide([
      [fullyPromoted, promoted],
      [aborted, isAborted],
      [state.manuallyPaused, "It is paused by hand already."],
    ]),
    "rollout.resume": decide([[!state.manuallyPaused, "It is not paused by hand."]]),
    "rollout.abort": decide([
      [fullyPromoted, promoted],
      [aborted, "It is aborted already."],
    ]),
    "rollout.retry": decide([[!aborted, "Only an aborted rollout can be retried."]]),
  };
}

function notWaiting(rollout: Rollout, { stepIndex, steps }: RolloutState): string {
  if (stepIndex === null) return "It is not waiting: the pods of the new version are still coming.";
  const running = `step ${stepIndex + 1} of ${steps.length} is running (${describeStep(rollout, stepIndex).title})`;
  return `It is not waiting: ${running}. Skip step ends it early.`;
}

import { currentStep } from "../model/canary-steps.ts";
import { findPauseCondition, pauseEndMs } from "../status/pause-intents.ts";
import { type RolloutContext, requeueAfter } from "./rollout-context.ts";

/** §3.1 step 13: starts the pause of a pause step once scaling has settled, and comes back when a timed one ends. */
export function reconcilePauseStep(context: RolloutContext): void {
  const { rollout, nowMs } = context;
  const { step } = currentStep(rollout);
  const status = rollout.status ?? {};
  if (!step?.pause || rollout.spec.paused || status.promoteFull) return;
  const condition = findPauseCondition(status, "CanaryPauseStep");
  if (!condition) {
    // controllerPause without a condition is a resume: the step is complete, not to be paused again.
    if (!status.controllerPause) {
      context.pause.add.push("CanaryPauseStep");
      const endMs = pauseEndMs(
        { reason: "CanaryPauseStep", startTime: new Date(nowMs).toISOString() },
        step.pause,
      );
      if (endMs !== undefined) requeueAfter(context, endMs - nowMs + 1);
    }
    return;
  }
  const endMs = pauseEndMs(condition, step.pause);
  if (endMs !== undefined) requeueAfter(context, endMs - nowMs + 1);
}

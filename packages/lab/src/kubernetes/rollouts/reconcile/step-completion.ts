import type { AnalysisPhase } from "../model/analysis-object.ts";
import { currentStep } from "../model/canary-steps.ts";
import type { Rollout, TrafficWeights } from "../model/rollout-object.ts";
import { type CanaryReplicaSets, isAtDesiredCounts } from "../replicas/canary-counts.ts";
import { isPauseStepCompleted } from "../status/pause-intents.ts";

export interface StepCompletionInput {
  rollout: Rollout;
  replicaSets: CanaryReplicaSets;
  /** Weights of this reconcile. */
  weights?: TrafficWeights;
  stepRunPhase?: AnalysisPhase;
  experimentPhase?: AnalysisPhase;
  nowMs: number;
}

/** §3.2. Routes for headers and mirrors, and plugins (the lab has none), are complete at once. */
export function isCurrentStepCompleted(input: StepCompletionInput): boolean {
  const { rollout, replicaSets, weights, nowMs } = input;
  const { step } = currentStep(rollout);
  if (!step || rollout.spec.paused) return false;
  if (step.pause) return isPauseStepCompleted(rollout.status ?? {}, step.pause, nowMs);
  if (step.setCanaryScale) return isAtDesiredCounts(rollout, replicaSets, weights);
  if (step.setWeight !== undefined) {
    return isAtDesiredCounts(rollout, replicaSets, weights) && weights?.verified !== false;
  }
  if (step.experiment) return input.experimentPhase === "Successful";
  if (step.analysis) return input.stepRunPhase === "Successful";
  return Boolean(step.setHeaderRoute || step.setMirrorRoute || step.plugin);
}

import type { RolloutStep } from "@horizon/contracts";
import type { Rollout } from "../kubernetes/rollout.ts";
import type { ReplicaSet } from "../kubernetes/workload.ts";
import { getActualWeight, getDesiredWeight, setWeightAt, toPercent } from "./canary-weights.ts";
import { describeStep } from "./describe-step.ts";
import { readRolloutState } from "./rollout-state.ts";

interface StepProgress {
  /** 0-based index of the running step; `count` when done; null without steps. */
  index: number | null;
  count: number;
  /** The running step in words; empty when none runs. */
  title: string;
  desiredWeight: number;
  actualWeight: number;
}

/** Step k of n with the weight that is wanted and the weight that is real. */
export function getStepProgress(rollout: Rollout, canary: ReplicaSet | undefined): StepProgress {
  const { stepIndex, steps, currentStep } = readRolloutState(rollout);
  return {
    index: stepIndex,
    count: steps.length,
    title: currentStep && stepIndex !== null ? describeStep(rollout, stepIndex).title : "",
    desiredWeight: getDesiredWeight(rollout),
    actualWeight: getActualWeight(rollout, canary),
  };
}

/** When steps started and ended, as the change feed saw it; the cluster itself does not remember. */
export interface StepTimes {
  startedAt: string | null;
  finishedAt: string | null;
}

/**
 * Every step with its state. An abort sets the controller's index back to 0, so `failedIndex` says whose analysis failed;
 * an abort by hand failed no step.
 *
 * @param options.gateKeepers who may end a pause without a duration.
 */
export function listRolloutSteps(
  rollout: Rollout,
  options: {
    gateKeepers: string;
    times?: ReadonlyMap<number, StepTimes>;
    failedIndex?: number | null;
  },
): RolloutStep[] {
  const { steps, stepIndex, aborted, fullyPromoted } = readRolloutState(rollout);
  const pauseStart = rollout.status?.pauseConditions?.[0]?.startTime ?? null;
  const stateOf = (index: number): RolloutStep["state"] => {
    if (fullyPromoted) return "done";
    if (aborted) {
      const { failedIndex = null } = options;
      if (failedIndex === null || index > failedIndex) return "upcoming";
      return index < failedIndex ? "done" : "failed";
    }
    if (stepIndex === null || index < stepIndex) return "done";
    if (index > stepIndex) return "upcoming";
    const analysis = rollout.status?.canary?.currentStepAnalysisRunStatus?.status;
    return analysis === "Failed" || analysis === "Error" ? "failed" : "current";
  };
  return steps.map((step, index) => {
    const description = describeStep(rollout, index);
    const times = options.times?.get(index);
    const isPausedHere = index === stepIndex && step.pause !== undefined;
    return {
      index,
      kind: description.kind,
      title: description.title,
      detail: description.detail,
      state: stateOf(index),
      weight: toPercent(rollout, setWeightAt(rollout, index)),
      startedAt: times?.startedAt ?? (isPausedHere ? pauseStart : null),
      finishedAt: times?.finishedAt ?? null,
      plannedDurationMs: description.plannedDurationMs,
      gate: description.waitsForPerson ? options.gateKeepers : null,
    };
  });
}

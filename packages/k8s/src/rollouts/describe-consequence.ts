import type { RolloutActionName } from "@horizon/contracts";
import type { Rollout } from "../kubernetes/rollout.ts";
import type { ReplicaSet } from "../kubernetes/workload.ts";
import { findReplicaSet } from "../workloads/find-replica-set.ts";
import { abortWeight, type CanaryTarget } from "./canary-replicas.ts";
import {
  getActualWeight,
  reachedWeight,
  setWeightAt,
  targetReplicasAt,
  toPercent,
} from "./canary-weights.ts";
import { describeRunOn } from "./describe-run-on.ts";
import { describeStep } from "./describe-step.ts";
import { formatDuration } from "./parse-duration.ts";
import { nextStepIndex } from "./plan-action.ts";
import { isBlueGreen, isRouted, maxTrafficWeight, readRolloutState } from "./rollout-state.ts";

interface Shift {
  before: number;
  after: number;
}

export interface Consequence {
  /** One sentence: current → new. */
  summary: string;
  /** Null for blue-green, where the strategy has no weights. */
  weight: Shift | null;
  pods: { stable: Shift; canary: Shift } | null;
  /** What follows the next stop without anybody; empty where it waits there for a person. */
  runsOn: string;
  /** Titles of the steps that will not run. */
  stepsSkipped: string[];
  /** Names of the running analyses that will be cut short. */
  analysisLost: string[];
  warnings: string[];
}

/** Where the rollout comes to rest: the next step that waits or measures, or the end. */
function nextStop(rollout: Rollout, fromIndex: number): number {
  const { steps } = readRolloutState(rollout);
  const stop = steps.findIndex(
    (step, index) => index >= fromIndex && (step.pause || step.analysis || step.experiment || step.plugin),
  );
  return stop === -1 ? steps.length : stop;
}

interface Outcome {
  /** Percent; null where the strategy has none. */
  weight: number | null;
  pods: CanaryTarget;
  sentence: string;
  runsOn?: string;
}

/** The state at the next stop when the rollout runs on from `fromIndex`. */
function runFrom(rollout: Rollout, fromIndex: number): Outcome {
  const { steps } = readRolloutState(rollout);
  const stop = nextStop(rollout, fromIndex);
  if (stop >= steps.length) return promoteAll(rollout, "The new version becomes the stable one");
  const weight = setWeightAt(rollout, stop);
  const pods = targetReplicasAt(rollout, { stepIndex: stop, weight });
  const { title } = describeStep(rollout, stop);
  return {
    weight: reachedWeight(rollout, weight, pods),
    pods,
    sentence: `It goes on to step ${stop + 1} of ${steps.length} (${title})`,
    runsOn: describeRunOn(rollout, stop),
  };
}

function promoteAll(rollout: Rollout, sentence: string): Outcome {
  return {
    weight: 100,
    pods: { canary: rollout.spec.replicas ?? 1, stable: 0 },
    sentence,
  };
}

function backToStable(rollout: Rollout, replicaSets: readonly ReplicaSet[]): Outcome {
  const { canary = {}, blueGreen } = rollout.spec.strategy ?? {};
  const isBeside = isRouted(rollout) || isBlueGreen(rollout);
  const delaySeconds = (isBlueGreen(rollout) ? blueGreen : canary)?.abortScaleDownDelaySeconds ?? 30;
  const keeps =
    isBeside && delaySeconds > 0
      ? ` ${isBlueGreen(rollout) ? "Its new pods" : "Canary pods"} stay for ${formatDuration(delaySeconds * 1000)}.`
      : "";
  const replicas = rollout.spec.replicas ?? 1;
  const pods = { canary: 0, stable: replicas };
  // With dynamicStableScale the stable version was scaled down: traffic returns only as fast as its pods do.
  const firstWeight = canary.dynamicStableScale
    ? abortWeight({
        replicas,
        setWeights: (canary.steps ?? []).flatMap(({ setWeight }) => setWeight ?? []),
        stableAvailable: findReplicaSet(replicaSets, rollout.status?.stableRS)?.status?.availableReplicas,
        canaryAvailable: findReplicaSet(replicaSets, rollout.status?.currentPodHash)?.status
          ?.availableReplicas,
        maxWeight: maxTrafficWeight(rollout),
      })
    : 0;
  const how =
    firstWeight > 0
      ? `All traffic goes back to the stable version as its pods return, first to ${toPercent(rollout, firstWeight)} %.`
      : "All traffic goes back to the stable version.";
  return { weight: 0, pods, sentence: `${how}${keeps}` };
}

/**
 * What an action will do, computed from the spec alone: weight and pods at the next stop, steps that will not run, and
 * analyses that are cut short.
 */
export function describeConsequence(
  action: RolloutActionName,
  rollout: Rollout,
  replicaSets: readonly ReplicaSet[],
): Consequence {
  const { stepIndex, steps } = readRolloutState(rollout);
  const current = stepIndex ?? 0;
  const before = readCurrent(rollout, replicaSets);
  const stepTitles = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, offset) => {
      const index = from + offset;
      return `${index + 1}. ${describeStep(rollout, index).title}`;
    });
  const running = listRunningAnalyses(rollout);
  const build = (outcome: Outcome, rest: Partial<Consequence> = {}): Consequence => ({
    summary:
      `${outcome.sentence}${outcome.sentence.endsWith(".") ? "" : "."} ${describeShift(before, outcome)}`.trim(),
    weight: before.weight === null ? null : { before: before.weight, after: outcome.weight ?? before.weight },
    pods: {
      stable: { before: before.pods.stable, after: outcome.pods.stable },
      canary: { before: before.pods.canary, after: outcome.pods.canary },
    },
    runsOn: outcome.runsOn ?? "",
    stepsSkipped: [],
    analysisLost: [],
    warnings: [],
    ...rest,
  });

  switch (action) {
    case "rollout.promote": {
      const wasWaiting = (rollout.status?.pauseConditions ?? []).length > 0;
      const stepsSkipped = wasWaiting ? [] : stepTitles(current, nextStepIndex(rollout));
      return build(runFrom(rollout, nextStepIndex(rollout)), { stepsSkipped });
    }
    case "rollout.skipStep":
      return build(runFrom(rollout, nextStepIndex(rollout)), {
        stepsSkipped: stepTitles(current, nextStepIndex(rollout)),
        analysisLost: running.step,
        warnings: running.step.length > 0 ? ["The running analysis ends without a verdict."] : [],
      });
    case "rollout.promoteFull":
      return build(promoteAll(rollout, "The new version takes all traffic and becomes the stable one"), {
        stepsSkipped: stepTitles(current, steps.length),
        analysisLost: [...running.step, ...running.background],
        warnings: rollout.status?.abort ? ["It was aborted: promoting it in full ignores why."] : [],
      });
    case "rollout.abort":
      return build(backToStable(rollout, replicaSets), {
        analysisLost: [...running.step, ...running.background],
        warnings: ["A retry starts again at the first step."],
      });
    case "rollout.retry":
      return build(runFrom(rollout, 0), { warnings: ["Every step runs again, from the first."] });
    case "rollout.pause":
      return build(
        {
          weight: before.weight,
          pods: before.pods,
          sentence: "It stays where it is until someone resumes it",
        },
        { warnings: ["Timed pauses and running analyses keep counting."] },
      );
    case "rollout.resume": {
      const sentence = "It goes on from where it was paused";
      return build({ weight: before.weight, pods: before.pods, sentence });
    }
  }
}

function readCurrent(rollout: Rollout, replicaSets: readonly ReplicaSet[]): Pick<Outcome, "weight" | "pods"> {
  const { currentPodHash, stableRS } = rollout.status ?? {};
  const canary = findReplicaSet(replicaSets, currentPodHash);
  const stable = stableRS === currentPodHash ? undefined : findReplicaSet(replicaSets, stableRS);
  return {
    weight: isBlueGreen(rollout) ? null : getActualWeight(rollout, canary),
    pods: { canary: canary?.spec.replicas ?? 0, stable: stable?.spec.replicas ?? 0 },
  };
}

function listRunningAnalyses(rollout: Rollout): { step: string[]; background: string[] } {
  const { currentStepAnalysisRunStatus: step, currentBackgroundAnalysisRunStatus: background } =
    rollout.status?.canary ?? {};
  const { prePromotionAnalysisRunStatus: before, postPromotionAnalysisRunStatus: after } =
    rollout.status?.blueGreen ?? {};
  const names = (run: { name: string; status: string } | null | undefined) =>
    run && ["Pending", "Running"].includes(run.status) ? [run.name] : [];
  return { step: names(step), background: [background, before, after].flatMap(names) };
}

function describeShift(before: Pick<Outcome, "weight" | "pods">, after: Outcome): string {
  const parts: string[] = [];
  if (before.weight !== null && before.weight !== after.weight)
    parts.push(`canary weight ${before.weight} → ${after.weight} %`);
  if (before.pods.canary !== after.pods.canary)
    parts.push(`canary pods ${before.pods.canary} → ${after.pods.canary}`);
  if (before.pods.stable !== after.pods.stable)
    parts.push(`stable pods ${before.pods.stable} → ${after.pods.stable}`);
  if (parts.length === 0)
    return before.weight === null ? "Pods stay as they are." : "Weight and pods stay as they are.";
  const text = parts.join(", ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

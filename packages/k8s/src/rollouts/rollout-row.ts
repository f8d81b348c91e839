import { type AnalysisPhase, analysisPhase, type RolloutRow, type WaitInfo } from "@horizon/contracts";
import type { Rollout } from "../kubernetes/rollout.ts";
import { findReplicaSet } from "../workloads/find-replica-set.ts";
import { serviceName, templateVersion } from "../workloads/image-version.ts";
import { rolloutHealth } from "../workloads/workload-health.ts";
import type { WorkloadContext } from "../workloads/workload-row.ts";
import { parseDurationMs } from "./parse-duration.ts";
import { getRolloutPhase } from "./rollout-phase.ts";
import { readRolloutState } from "./rollout-state.ts";
import { getStepProgress } from "./step-progress.ts";

/** Who may end a pause without a duration, in words: the roles that have `rollout.promote`. */
export const gateKeepers = "operator, on-call or admin";

const pauseReasons: Record<string, string> = {
  CanaryPauseStep: "paused at a canary step",
  InconclusiveAnalysisRun: "the analysis could not decide",
  InconclusiveExperiment: "the experiment could not decide",
  BlueGreenPause: "waiting for promotion",
};

/** How long a pause lasts before the controller ends it; null where only a person does. */
function pauseDurationMs(rollout: Rollout, reason: string): number | null {
  if (reason === "CanaryPauseStep") {
    return parseDurationMs(readRolloutState(rollout).currentStep?.pause?.duration);
  }
  if (reason !== "BlueGreenPause") return null;
  const { autoPromotionEnabled = true, autoPromotionSeconds = 0 } = rollout.spec.strategy?.blueGreen ?? {};
  return autoPromotionEnabled && autoPromotionSeconds > 0 ? autoPromotionSeconds * 1000 : null;
}

/** What the rollout waits for, since when, and whether it goes on by itself; null when it waits for nothing. */
export function findWait(rollout: Rollout): WaitInfo | null {
  const { manuallyPaused, unpausing } = readRolloutState(rollout);
  if (unpausing) return null;
  const pauses = (rollout.status?.pauseConditions ?? []).map((pause) => ({
    ...pause,
    durationMs: pauseDurationMs(rollout, pause.reason),
  }));
  // An analysis that cannot decide during a timed pause holds the rollout after its end.
  const pause = pauses.find(({ durationMs }) => durationMs === null) ?? pauses[0];
  if (pause) {
    const { durationMs, startTime } = pause;
    const isTimed = durationMs !== null && !manuallyPaused;
    const reason = pauseReasons[pause.reason] ?? pause.reason;
    return {
      since: startTime,
      until: isTimed ? new Date(Date.parse(startTime) + durationMs).toISOString() : null,
      reason: manuallyPaused ? `paused by hand as well: ${reason}` : reason,
      waitsFor: isTimed ? "" : gateKeepers,
    };
  }
  if (!manuallyPaused) return null;
  const { conditions = [] } = rollout.status ?? {};
  const condition =
    conditions.find(({ type, status }) => type === "Paused" && status === "True") ??
    conditions.find(({ type }) => type === "Progressing");
  const since =
    condition?.lastTransitionTime ?? condition?.lastUpdateTime ?? rollout.metadata.creationTimestamp;
  return { since, until: null, reason: "paused by hand", waitsFor: gateKeepers };
}

/** The analysis that bears on the rollout now: that of the step, else the background one; of a blue-green one the last. */
function findCurrentAnalysis({ status = {} }: Rollout): AnalysisPhase | null {
  const { currentStepAnalysisRunStatus, currentBackgroundAnalysisRunStatus } = status.canary ?? {};
  const { prePromotionAnalysisRunStatus, postPromotionAnalysisRunStatus } = status.blueGreen ?? {};
  const current =
    currentStepAnalysisRunStatus ??
    currentBackgroundAnalysisRunStatus ??
    postPromotionAnalysisRunStatus ??
    prePromotionAnalysisRunStatus;
  const parsed = analysisPhase.safeParse(current?.status);
  return parsed.success ? parsed.data : null;
}

/** One line of the rollouts list. Weights are in percent, `createdAt` is ISO 8601. */
export function toRolloutRow(rollout: Rollout, context: WorkloadContext): RolloutRow {
  const { metadata, spec, status = {} } = rollout;
  const { aborted, fullyPromoted } = readRolloutState(rollout);
  const canary = findReplicaSet(context.replicaSets, status.currentPodHash);
  const stable = findReplicaSet(context.replicaSets, status.stableRS);
  const progress = getStepProgress(rollout, canary);
  const version = templateVersion(spec.template?.spec ? spec.template : canary?.spec.template);
  return {
    key: metadata.uid,
    environment: context.environment,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    service: serviceName(metadata.labels, metadata.name),
    health: rolloutHealth(rollout, context.pods),
    ...getRolloutPhase(rollout),
    version,
    stableVersion: stable ? templateVersion(stable.spec.template) : "",
    stepIndex: progress.index,
    steps: progress.count,
    stepTitle: progress.title,
    desiredWeight: progress.desiredWeight,
    actualWeight: progress.actualWeight,
    analysis: findCurrentAnalysis(rollout),
    wait: findWait(rollout),
    aborted,
    fullyPromoted,
    desired: spec.replicas ?? 1,
    ready: status.readyReplicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    podHash: status.currentPodHash ?? null,
    resourceVersion: metadata.resourceVersion,
    createdAt: metadata.creationTimestamp,
  };
}

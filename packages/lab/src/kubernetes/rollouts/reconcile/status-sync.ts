import { currentStep, describeStep, finalStepIndex, stepsOf } from "../model/canary-steps.ts";
import {
  availableReplicas,
  desiredReplicas,
  podTemplateHashOf,
  type ReplicaSet,
  revisionOf,
} from "../model/replica-set-object.ts";
import type { Rollout, RolloutStatus } from "../model/rollout-object.ts";
import { podTemplateHash, stepHash } from "../model/template-hash.ts";
import { withoutCondition } from "../status/condition-list.ts";
import { reasonToPromote } from "./full-promotion.ts";
import { persistStatus } from "./persist-status.ts";
import {
  canaryReplicaSets,
  isContextAborted,
  isContextWithinRollbackWindow,
  type RolloutContext,
  recordEvent,
} from "./rollout-context.ts";
import { isCurrentStepCompleted } from "./step-completion.ts";
import { hasTemplateOrStepsChanged } from "./template-change.ts";

/** §3.3: every way through a canary reconcile ends here. At most one step completes in it. */
export function syncCanaryStatus(context: RolloutContext): void {
  const { rollout, newReplicaSet } = context;
  const base = baseStatus(context);
  if (hasTemplateOrStepsChanged(rollout, newReplicaSet)) {
    persistStatus(context, beginUpdate(context, base));
    return;
  }
  let index = currentStep(rollout).index;
  if (rollout.status?.promoteFull || isContextWithinRollbackWindow(context)) {
    context.pause.clear = true;
    context.pause.removeAbort = true;
    index = finalStepIndex(rollout);
  }
  const reason = reasonToPromote(context);
  if (reason !== undefined) {
    persistStatus(context, promoteStable(context, base, reason));
    return;
  }
  if (isContextAborted(context)) {
    const isPromoted = base.stableRS === base.currentPodHash;
    persistStatus(context, withIndex(base, abortedIndex(rollout, isPromoted)));
    return;
  }
  persistStatus(context, advance(context, base, index));
}

function baseStatus(context: RolloutContext): RolloutStatus {
  const { rollout, newReplicaSet, replicaSets, next } = context;
  const { collisionCount, conditions = [], stableRS, promoteFull } = rollout.status ?? {};
  const sum = (count: (replicaSet: ReplicaSet) => number) =>
    replicaSets.reduce((total, replicaSet) => total + count(replicaSet), 0);
  const replicas = sum(({ status }) => status?.replicas ?? 0);
  const selector = Object.entries(rollout.spec.selector?.matchLabels ?? {});
  return {
    currentPodHash: newReplicaSet
      ? podTemplateHashOf(newReplicaSet)
      : podTemplateHash(rollout.spec.template ?? {}, collisionCount),
    currentStepHash: stepHash(stepsOf(rollout)),
    ...(stableRS ? { stableRS } : {}),
    replicas,
    HPAReplicas: replicas,
    updatedReplicas: newReplicaSet?.status?.replicas ?? 0,
    readyReplicas: sum(({ status }) => status?.readyReplicas ?? 0),
    availableReplicas: sum(availableReplicas),
    selector: selector.map(([key, value]) => `${key}=${value}`).join(","),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(next.restartedAt === undefined ? {} : { restartedAt: next.restartedAt }),
    promoteFull: promoteFull ?? false,
    conditions: withoutCondition(conditions, "InvalidSpec"),
    canary: {
      ...(next.weights ? { weights: next.weights } : {}),
      ...(next.stepRun ? { currentStepAnalysisRunStatus: next.stepRun } : {}),
      ...(next.backgroundRun ? { currentBackgroundAnalysisRunStatus: next.backgroundRun } : {}),
      ...(next.currentExperiment ? { currentExperiment: next.currentExperiment } : {}),
    },
  };
}

/** §3.3 b: all traces of the update before go; known pods need no steps. */
function beginUpdate(context: RolloutContext, base: RolloutStatus): RolloutStatus {
  const { rollout, newReplicaSet } = context;
  context.pause.clear = true;
  context.pause.removeAbort = true;
  const { currentExperiment: _experiment, ...canary } = base.canary ?? {};
  delete canary.currentStepAnalysisRunStatus;
  delete canary.currentBackgroundAnalysisRunStatus;
  const { restartedAt: _restartedAt, ...rest } = base;
  const reset: RolloutStatus = {
    ...rest,
    ...(rollout.spec.restartAt ? { restartedAt: rollout.spec.restartAt } : {}),
    promoteFull: false,
    canary,
  };
  const final = finalStepIndex(rollout);
  if (final === undefined) return reset;
  const skipped = skippedStepsReason(context, newReplicaSet);
  if (skipped === undefined) return withIndex(reset, 0);
  recordEvent(context, "SkipSteps", skipped);
  return withIndex(reset, final);
}

function skippedStepsReason(
  context: RolloutContext,
  newReplicaSet: ReplicaSet | undefined,
): string | undefined {
  if (!newReplicaSet) return undefined;
  if (context.rollout.status?.stableRS === podTemplateHashOf(newReplicaSet)) {
    return "Rollback to stable ReplicaSets";
  }
  const isActive = desiredReplicas(newReplicaSet) > 0;
  return isActive && isContextWithinRollbackWindow(context)
    ? "Rollback to active ReplicaSets within RollbackWindow"
    : undefined;
}

function promoteStable(context: RolloutContext, base: RolloutStatus, reason: string): RolloutStatus {
  const { rollout } = context;
  context.pause.clear = true;
  context.pause.removeAbort = true;
  if (base.stableRS !== base.currentPodHash) {
    const message = `Rollout completed update to revision ${revisionOf(rollout)} (${base.currentPodHash}): ${reason}`;
    recordEvent(context, "RolloutCompleted", message);
  }
  const { currentPodHash } = base;
  return withIndex(
    { ...base, promoteFull: false, ...(currentPodHash ? { stableRS: currentPodHash } : {}) },
    finalStepIndex(rollout),
  );
}

/** §3.3 e: an aborted update is back at its first step, so that a retry runs all of them. */
function abortedIndex(rollout: Rollout, isPromoted: boolean): number | undefined {
  const final = finalStepIndex(rollout);
  return final === undefined ? undefined : isPromoted ? final : 0;
}

function advance(context: RolloutContext, base: RolloutStatus, index: number | undefined): RolloutStatus {
  const { rollout, analysisRuns, experiments, next, nowMs } = context;
  const { step } = currentStep(rollout);
  const stepRunPhase = analysisRuns.find(({ metadata }) => metadata.name === next.stepRun?.name)?.status
    ?.phase;
  const experimentPhase = experiments.find(({ metadata }) => metadata.name === next.currentExperiment)?.status
    ?.phase;
  const completed = isCurrentStepCompleted({
    rollout,
    replicaSets: canaryReplicaSets(context),
    ...(next.weights ? { weights: next.weights } : {}),
    ...(stepRunPhase ? { stepRunPhase } : {}),
    ...(experimentPhase ? { experimentPhase } : {}),
    nowMs,
  });
  if (!completed || !step || index === undefined) return withIndex(base, index);
  context.pause.remove.push("CanaryPauseStep");
  const progress = `${index + 1}/${stepsOf(rollout).length}`;
  recordEvent(context, "RolloutStepCompleted", `Rollout step ${progress} completed (${describeStep(step)})`);
  const { currentStepAnalysisRunStatus: _run, ...canary } = base.canary ?? {};
  return withIndex({ ...base, canary }, index + 1);
}

function withIndex(status: RolloutStatus, index: number | undefined): RolloutStatus {
  return index === undefined ? status : { ...status, currentStepIndex: index };
}

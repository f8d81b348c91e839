import {
  availableReplicas,
  desiredReplicas,
  hasScaleDownDeadline,
  podTemplateHashOf,
} from "../model/replica-set-object.ts";
import {
  abortScaleDownDelaySeconds,
  canaryOf,
  hasExplicitAbortDelay,
  isRouted,
  replicasOf,
} from "../model/rollout-defaults.ts";
import { desiredCounts } from "../replicas/canary-counts.ts";
import { findPauseCondition } from "../status/pause-intents.ts";
import { scaleOtherReplicaSets } from "./other-replica-sets.ts";
import {
  addScaleDownDeadline,
  remainingUntilDeadlineMs,
  removeScaleDownDeadline,
  scaleReplicaSet,
} from "./replica-set-writes.ts";
import { canaryReplicaSets, isContextAborted, type RolloutContext, requeueAfter } from "./rollout-context.ts";

/**
 * §3.1 step 12: scales one kind of ReplicaSet, in the order stable, new, others.
 * @returns whether something was scaled: the rest waits for the next reconcile.
 */
export function reconcileCanaryReplicaSets(context: RolloutContext): boolean {
  if (isHalted(context)) return false;
  removeDeadlines(context);
  return scaleStable(context) || scaleNew(context) || scaleOtherReplicaSets(context);
}

function isHalted({ rollout }: RolloutContext): boolean {
  return (
    rollout.spec.paused === true ||
    findPauseCondition(rollout.status ?? {}, "InconclusiveAnalysisRun") !== undefined
  );
}

/** New and stable may carry a deadline from the time when they were the old revision. */
function removeDeadlines(context: RolloutContext): void {
  if (context.newReplicaSet && !delaysScaleDownOnAbort(context)) {
    removeScaleDownDeadline(context, context.newReplicaSet);
  }
  if (context.stableReplicaSet && !isNewStable(context)) {
    removeScaleDownDeadline(context, context.stableReplicaSet);
  }
}

/** With dynamicStableScale stable follows the weights of the last reconcile, so it shrinks one reconcile late. */
function scaleStable(context: RolloutContext): boolean {
  const { rollout, stableReplicaSet } = context;
  if (!stableReplicaSet || isNewStable(context)) return false;
  const { stable } = desiredCounts(rollout, canaryReplicaSets(context), rollout.status?.canary?.weights);
  return scaleReplicaSet(context, stableReplicaSet, stable);
}

function scaleNew(context: RolloutContext): boolean {
  const { rollout, newReplicaSet } = context;
  if (!newReplicaSet) return false;
  if (!delaysScaleDownOnAbort(context)) {
    return scaleReplicaSet(context, newReplicaSet, newReplicaSetCount(context));
  }
  if (hasScaleDownDeadline(newReplicaSet)) {
    const remainingMs = remainingUntilDeadlineMs(newReplicaSet, context.nowMs);
    if (remainingMs === undefined) return scaleReplicaSet(context, newReplicaSet, 0, { keepDeadline: true });
    requeueAfter(context, remainingMs);
    return keepSize(context);
  }
  keepSize(context);
  // The deadline takes the canary away for good, so stable must be able to carry everything first.
  const isStableFull = availableReplicas(context.stableReplicaSet) >= replicasOf(rollout);
  const delaySeconds = abortScaleDownDelaySeconds(rollout);
  if (isStableFull && delaySeconds !== null) {
    addScaleDownDeadline(context, context.newReplicaSet ?? newReplicaSet, delaySeconds);
    requeueAfter(context, delaySeconds * 1000);
  }
  return false;
}

function newReplicaSetCount(context: RolloutContext): number {
  return desiredCounts(context.rollout, canaryReplicaSets(context), context.next.weights).canary;
}

/** A stale desired-replicas annotation would look like a scaling event for ever, which stops everything else. */
function keepSize(context: RolloutContext): boolean {
  const { newReplicaSet } = context;
  return newReplicaSet ? scaleReplicaSet(context, newReplicaSet, desiredReplicas(newReplicaSet)) : false;
}

/** §3.8: only routed canaries keep their pods for a while after an abort. */
function delaysScaleDownOnAbort(context: RolloutContext): boolean {
  const { rollout, stableReplicaSet } = context;
  if (!isContextAborted(context) || !stableReplicaSet || !isRouted(rollout)) return false;
  if (abortScaleDownDelaySeconds(rollout) === null) return false;
  return !canaryOf(rollout).dynamicStableScale || hasExplicitAbortDelay(rollout);
}

function isNewStable({ newReplicaSet, stableReplicaSet }: RolloutContext): boolean {
  return (
    newReplicaSet !== undefined && podTemplateHashOf(newReplicaSet) === podTemplateHashOf(stableReplicaSet)
  );
}

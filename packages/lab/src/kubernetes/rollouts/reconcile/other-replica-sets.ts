import {
  availableReplicas,
  desiredReplicas,
  hasScaleDownDeadline,
  POD_TEMPLATE_HASH_LABEL,
  podTemplateHashOf,
  type ReplicaSet,
  revisionOf,
} from "../model/replica-set-object.ts";
import {
  canaryOf,
  isFullyPromoted,
  isRouted,
  replicasOf,
  scaleDownDelaySeconds,
} from "../model/rollout-defaults.ts";
import { rollingUpdateLimits } from "../replicas/rolling-update-limits.ts";
import { addScaleDownDeadline, remainingUntilDeadlineMs, scaleReplicaSet } from "./replica-set-writes.ts";
import { type RolloutContext, requeueAfter } from "./rollout-context.ts";
import { findService } from "./services.ts";

/**
 * Drains the revisions that are neither new nor stable, as far as availability allows: pods that are not
 * available first, then from the newest revision to the oldest.
 * @returns whether something was scaled down.
 */
export function scaleOtherReplicaSets(context: RolloutContext): boolean {
  const isActive = (replicaSet: ReplicaSet) => desiredReplicas(replicaSet) > 0;
  const active = context.otherReplicaSets.filter(isActive);
  if (active.length === 0) return false;
  let scaledDown = cleanUpUnavailable(context, active);
  const limits = rollingUpdateLimits(context.rollout);
  const available = context.replicaSets.reduce((sum, replicaSet) => sum + availableReplicas(replicaSet), 0);
  let budget = available - (replicasOf(context.rollout) - limits.maxUnavailable);
  const delay = { annotated: 0 };
  const newestFirst = context.otherReplicaSets
    .filter(isActive)
    .sort((left, right) => revisionOf(right) - revisionOf(left));
  for (const replicaSet of newestFirst) {
    if (budget <= 0) break;
    if (isRouted(context.rollout) && isReferenced(context, replicaSet)) continue;
    const target = targetOf(context, replicaSet, budget, delay);
    const removed = desiredReplicas(replicaSet) - target;
    if (removed === 0) continue;
    scaleReplicaSet(context, latest(context, replicaSet), target);
    budget -= removed;
    scaledDown = true;
  }
  return scaledDown;
}

function cleanUpUnavailable(context: RolloutContext, active: ReplicaSet[]): boolean {
  const unhealthy = active.filter(
    (replicaSet) => desiredReplicas(replicaSet) > availableReplicas(replicaSet),
  );
  for (const replicaSet of unhealthy) scaleReplicaSet(context, replicaSet, availableReplicas(replicaSet));
  return unhealthy.length > 0;
}

/** Pods of a basic canary's old revisions get traffic, so they go at once; those of a routed one may stay a while. */
function targetOf(
  context: RolloutContext,
  replicaSet: ReplicaSet,
  budget: number,
  delay: { annotated: number },
): number {
  const { rollout } = context;
  const current = desiredReplicas(replicaSet);
  if (!isRouted(rollout)) return Math.max(0, current - budget);
  const wasStable = isFullyPromoted(rollout) || hasScaleDownDeadline(replicaSet);
  if (!wasStable || canaryOf(rollout).dynamicStableScale) return 0;
  return delayedTarget(context, replicaSet, delay);
}

/** §3.8 "after promotion": at most `scaleDownDelayRevisionLimit` old revisions wait for their deadline. */
function delayedTarget(
  context: RolloutContext,
  replicaSet: ReplicaSet,
  delay: { annotated: number },
): number {
  const { rollout, nowMs } = context;
  const current = desiredReplicas(replicaSet);
  const limit = canaryOf(rollout).scaleDownDelayRevisionLimit ?? Number.POSITIVE_INFINITY;
  if (delay.annotated >= limit) return 0;
  delay.annotated += 1;
  if (hasScaleDownDeadline(replicaSet)) {
    const remainingMs = remainingUntilDeadlineMs(replicaSet, nowMs);
    if (remainingMs === undefined) return 0;
    requeueAfter(context, remainingMs);
    return current;
  }
  const delaySeconds = scaleDownDelaySeconds(rollout);
  if (delaySeconds === 0) return 0;
  addScaleDownDeadline(context, replicaSet, delaySeconds);
  requeueAfter(context, delaySeconds * 1000);
  return current;
}

/** Whether status, recorded weights or a service still point at a revision: traffic may reach it. */
function isReferenced(context: RolloutContext, replicaSet: ReplicaSet): boolean {
  const { stableRS, currentPodHash, canary } = context.rollout.status ?? {};
  const { stableService, canaryService } = canaryOf(context.rollout);
  const hash = podTemplateHashOf(replicaSet);
  const references = [
    stableRS,
    currentPodHash,
    canary?.weights?.canary.podTemplateHash,
    canary?.weights?.stable.podTemplateHash,
    findService(context, stableService)?.spec?.selector?.[POD_TEMPLATE_HASH_LABEL],
    findService(context, canaryService)?.spec?.selector?.[POD_TEMPLATE_HASH_LABEL],
  ];
  return references.includes(hash);
}

function latest(context: RolloutContext, { metadata }: ReplicaSet): ReplicaSet {
  const found = context.otherReplicaSets.find((candidate) => candidate.metadata.name === metadata.name);
  if (!found) throw new Error(`ReplicaSet ${metadata.name} left the context`);
  return found;
}

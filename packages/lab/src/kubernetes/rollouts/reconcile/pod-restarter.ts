import { availableInMs, type Pod } from "../../controllers/pod.ts";
import { spendDisruption } from "../../controllers/spend-disruption.ts";
import { toTimestamp } from "../../store/object-writes.ts";
import { StatusError } from "../../store/status-error.ts";
import { desiredReplicas } from "../model/replica-set-object.ts";
import { replicasOf } from "../model/rollout-defaults.ts";
import { rollingUpdateLimits } from "../replicas/rolling-update-limits.ts";
import { listPodsOf, type RolloutContext, requeueAfter } from "./rollout-context.ts";

const RECHECK_MS = 30_000;

/**
 * §3.1 step 8: evicts pods older than `spec.restartAt`, a few at a time.
 * @returns whether a pod was evicted, which ends the reconcile.
 */
export function restartPods(context: RolloutContext): boolean {
  const { rollout, nowMs } = context;
  const { restartAt } = rollout.spec;
  if (!restartAt || isSameTime(restartAt, rollout.status?.restartedAt)) return false;
  const restartAtMs = Date.parse(restartAt);
  if (nowMs < restartAtMs) {
    requeueAfter(context, restartAtMs - nowMs);
    return false;
  }
  const pods = context.replicaSets.flatMap((replicaSet) => listPodsOf(context, replicaSet));
  const outdated = pods.filter(({ metadata }) => Date.parse(metadata.creationTimestamp) < restartAtMs);
  const evicted = evict(context, outdated, restartBudget(context, pods));
  if (outdated.length > evicted) requeueAfter(context, RECHECK_MS);
  else context.next.restartedAt = restartAt;
  return evicted > 0;
}

/** Pods that may go now. At least one may, even with `maxUnavailable: 0`, or a restart would never end. */
function restartBudget(context: RolloutContext, pods: Pod[]): number {
  const { rollout, replicaSets, nowMs } = context;
  const total = replicaSets.reduce((sum, replicaSet) => sum + desiredReplicas(replicaSet), 0);
  const { maxUnavailable } = rollingUpdateLimits(rollout);
  const minReadySeconds = rollout.spec.minReadySeconds ?? 0;
  const available = pods.filter(
    (pod) => pod.metadata.deletionTimestamp === undefined && availableInMs(pod, minReadySeconds, nowMs) === 0,
  ).length;
  return available - (Math.max(replicasOf(rollout), total) - Math.max(maxUnavailable, 1));
}

/** A pod that a PodDisruptionBudget holds back is tried again later. */
function evict(context: RolloutContext, outdated: Pod[], budget: number): number {
  const { namespace = null } = context.rollout.metadata;
  let evicted = 0;
  for (const pod of outdated) {
    if (evicted >= budget) break;
    if (pod.metadata.deletionTimestamp !== undefined || !mayEvict(context, pod)) continue;
    context.store.delete("pods", namespace, pod.metadata.name);
    evicted += 1;
  }
  return evicted;
}

function mayEvict({ store, nowMs }: RolloutContext, pod: Pod): boolean {
  try {
    spendDisruption(store, pod, { now: toTimestamp(nowMs) });
    return true;
  } catch (error) {
    if (error instanceof StatusError) return false;
    throw error;
  }
}

function isSameTime(left: string, right: string | undefined): boolean {
  return right !== undefined && Date.parse(left) === Date.parse(right);
}

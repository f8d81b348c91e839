import type { ReconcileResult } from "../../controllers/controller-runtime.ts";
import {
  availableReplicas,
  DESIRED_REPLICAS_ANNOTATION,
  desiredReplicas,
  WORKLOAD_GENERATION_ANNOTATION,
} from "../model/replica-set-object.ts";
import { replicasOf } from "../model/rollout-defaults.ts";
import type { Rollout } from "../model/rollout-object.ts";
import { withCondition } from "../status/condition-list.ts";
import { calculateRolloutPhase } from "../status/rollout-phase.ts";
import { reconcileAnalysisRuns } from "./analysis-runs.ts";
import { reconcileCanaryReplicaSets } from "./canary-replica-sets.ts";
import { syncEphemeralMetadata } from "./ephemeral-metadata.ts";
import { reconcileExperiments } from "./experiments.ts";
import { reconcilePauseStep } from "./pause-step.ts";
import { syncPausedConditions } from "./paused-conditions.ts";
import { persistStatus } from "./persist-status.ts";
import { restartPods } from "./pod-restarter.ts";
import { createNewReplicaSet, findNewReplicaSet, syncRevision } from "./replica-set-writes.ts";
import { pruneRevisionHistory } from "./revision-history.ts";
import {
  assignReplicaSets,
  type ControllerPorts,
  createRolloutContext,
  type RolloutContext,
} from "./rollout-context.ts";
import { writeRolloutAnnotations, writeRolloutStatus } from "./rollout-writes.ts";
import { reconcileServices } from "./services.ts";
import { syncCanaryStatus } from "./status-sync.ts";
import { hasTemplateOrStepsChanged } from "./template-change.ts";
import { reconcileTrafficRouting } from "./traffic-routing.ts";
import { findRolloutError } from "./validate-rollout.ts";
import { resolveWorkloadRef, scaleDownWorkload } from "./workload-ref.ts";

const INVALID_SPEC_RETRY_MS = 20_000;

/**
 * One reconcile of a canary Rollout, in the order of §3.1. It stops after the first thing that changes what the rest
 * would build on; the write brings the Rollout back, so a settled Rollout is one that nothing was written for.
 */
export function reconcileRollout(ports: ControllerPorts, stored: Rollout): ReconcileResult | undefined {
  const rollout = resolveWorkloadRef(ports.store, stored);
  const context = createRolloutContext(ports, rollout);
  if (rollout.spec.strategy?.blueGreen && !rollout.spec.strategy.canary) {
    refuseBlueGreen(context);
    return;
  }
  const error = findRolloutError(ports.store, rollout);
  if (error !== undefined) {
    markInvalid(context, error);
    return { requeueAfterMs: INVALID_SPEC_RETRY_MS };
  }
  if (prepare(context, stored)) reconcileValid(context);
  return context.requeueAfterMs === undefined ? undefined : { requeueAfterMs: context.requeueAfterMs };
}

/** Steps 2 to 4. @returns whether the reconcile may go on. */
function prepare(context: RolloutContext, stored: Rollout): boolean {
  const { rollout, store } = context;
  const workloadGeneration = rollout.metadata.annotations?.[WORKLOAD_GENERATION_ANNOTATION];
  if (workloadGeneration !== stored.metadata.annotations?.[WORKLOAD_GENERATION_ANNOTATION]) {
    writeRolloutAnnotations(context, { [WORKLOAD_GENERATION_ANNOTATION]: workloadGeneration ?? "" });
  }
  if (stored.spec.replicas === undefined) {
    const current = store.find<Rollout>(
      "rollouts.argoproj.io",
      stored.metadata.namespace ?? null,
      stored.metadata.name,
    );
    if (current)
      store.update<Rollout>("rollouts.argoproj.io", { ...current, spec: { ...current.spec, replicas: 1 } });
    return false;
  }
  const found = findNewReplicaSet(context);
  if (!found) {
    createNewReplicaSet(context);
    return false;
  }
  assignReplicaSets(context, found);
  return !syncRevision(context, found);
}

function reconcileValid(context: RolloutContext): void {
  if (syncPausedConditions(context)) return;
  if (isScalingEvent(context)) {
    syncReplicasOnly(context);
    return;
  }
  if (!hasTemplateOrStepsChanged(context.rollout, context.newReplicaSet)) {
    if (restartPods(context)) return;
    syncEphemeralMetadata(context);
    pruneRevisionHistory(context);
    reconcileServices(context);
    reconcileTrafficRouting(context);
    reconcileExperiments(context);
    reconcileAnalysisRuns(context);
    const isPausedNow = context.pause.add.length > 0;
    if (!isPausedNow && !reconcileCanaryReplicaSets(context)) reconcilePauseStep(context);
  }
  syncCanaryStatus(context);
  scaleDownWorkload(context.store, context.rollout);
}

/** `spec.replicas` is not what new and stable were last scaled for. Revisions in between never learn of it. */
function isScalingEvent({ rollout, newReplicaSet, stableReplicaSet }: RolloutContext): boolean {
  const desired = String(replicasOf(rollout));
  return [newReplicaSet, stableReplicaSet].some((replicaSet) => {
    if (!replicaSet || desiredReplicas(replicaSet) === 0) return false;
    const annotation = replicaSet.metadata.annotations?.[DESIRED_REPLICAS_ANNOTATION];
    return annotation !== undefined && annotation !== desired;
  });
}

function syncReplicasOnly(context: RolloutContext): void {
  reconcileCanaryReplicaSets(context);
  const { replicaSets, rollout } = context;
  persistStatus(context, {
    ...rollout.status,
    availableReplicas: replicaSets.reduce((sum, replicaSet) => sum + availableReplicas(replicaSet), 0),
    HPAReplicas: replicaSets.reduce((sum, { status }) => sum + (status?.replicas ?? 0), 0),
  });
}

function markInvalid(context: RolloutContext, error: string): void {
  const { rollout, nowMs } = context;
  const message = `The Rollout "${rollout.metadata.name}" is invalid: ${error}`;
  const conditions = (rollout.status?.conditions ?? []).filter(
    (condition) => condition.type !== "InvalidSpec" || condition.message === message,
  );
  const update = { type: "InvalidSpec", status: "True" as const, reason: "InvalidSpec", message };
  writeStatusWith(context, withCondition(conditions, update, nowMs));
}

/** The lab runs canaries only; the object says so itself rather than stay silent. */
function refuseBlueGreen(context: RolloutContext): void {
  const update = {
    type: "Progressing",
    status: "Unknown" as const,
    reason: "StrategyNotSupported",
    message: "This controller runs the canary strategy only; blue-green is left alone.",
  };
  writeStatusWith(context, withCondition(context.rollout.status?.conditions ?? [], update, context.nowMs));
}

function writeStatusWith(
  context: RolloutContext,
  conditions: NonNullable<Rollout["status"]>["conditions"],
): void {
  const { rollout } = context;
  const next = {
    ...rollout.status,
    ...(conditions ? { conditions } : {}),
    observedGeneration: String(rollout.metadata.generation ?? 0),
  };
  writeRolloutStatus(context, { ...next, ...calculateRolloutPhase(rollout.spec, next) });
}

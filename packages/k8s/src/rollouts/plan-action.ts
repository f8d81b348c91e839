import type { RolloutActionName } from "@horizon/contracts";
import type { PlannedRequest } from "../kubernetes/planned-request.ts";
import type { Rollout } from "../kubernetes/rollout.ts";
import { readRolloutState } from "./rollout-state.ts";

/** Path of the object in the API. */
function rolloutPath(namespace: string, name: string): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`;
}

/** A merge patch bound to the resourceVersion of the object it was computed from: a race is answered with 409. */
function patchStatus(rollout: Rollout, status: Record<string, unknown>): PlannedRequest {
  const { resourceVersion } = rollout.metadata;
  return {
    method: "PATCH",
    path: `${rolloutPath(rollout.metadata.namespace ?? "", rollout.metadata.name)}/status`,
    contentType: "application/merge-patch+json",
    body: { metadata: { resourceVersion }, status },
    expect: { resourceVersion },
  };
}

function patchSpec(rollout: Rollout, spec: Record<string, unknown>): PlannedRequest {
  const { resourceVersion } = rollout.metadata;
  return {
    method: "PATCH",
    path: rolloutPath(rollout.metadata.namespace ?? "", rollout.metadata.name),
    contentType: "application/merge-patch+json",
    body: { metadata: { resourceVersion }, spec },
    expect: { resourceVersion },
  };
}

/** Follows a status patch of the same object, which has moved the resourceVersion; it is idempotent. */
function unpauseSpec(rollout: Rollout): PlannedRequest[] {
  if (!rollout.spec.paused) return [];
  const path = rolloutPath(rollout.metadata.namespace ?? "", rollout.metadata.name);
  const body = { spec: { paused: false } };
  return [{ method: "PATCH", path, contentType: "application/merge-patch+json", body, expect: null }];
}

/** The step after the current one, never past the end. */
export function nextStepIndex(rollout: Rollout): number {
  const { stepIndex, steps } = readRolloutState(rollout);
  return Math.min((stepIndex ?? 0) + 1, steps.length);
}

/**
 * The status part of "promote one step". A pause of the controller is lifted and the controller moves on by itself;
 * after an inconclusive analysis, or where no pause is, the index is moved. `controllerPause` goes to false
 * wherever the index moves: left true, the controller would take a pause at the next step for completed.
 */
function promoteStatus(rollout: Rollout): Record<string, unknown> {
  const status = rollout.status ?? {};
  const hasPause = (status.pauseConditions ?? []).length > 0;
  const isInconclusive = status.canary?.currentStepAnalysisRunStatus?.status === "Inconclusive";
  if (hasPause && !(isInconclusive && status.controllerPause)) return { pauseConditions: null };
  return skipStatus(rollout);
}

function skipStatus(rollout: Rollout): Record<string, unknown> {
  return { pauseConditions: null, controllerPause: false, currentStepIndex: nextStepIndex(rollout) };
}

/**
 * The requests of an action, in order, computed from the object that the person saw. Only status is written where
 * GitOps would revert a spec. Source: the reference client, with its traps closed.
 */
export function planRolloutAction(action: RolloutActionName, rollout: Rollout): PlannedRequest[] {
  switch (action) {
    case "rollout.promote":
      return [patchStatus(rollout, promoteStatus(rollout))];
    case "rollout.skipStep":
      return [patchStatus(rollout, skipStatus(rollout))];
    case "rollout.promoteFull":
      return [patchStatus(rollout, { promoteFull: true }), ...unpauseSpec(rollout)];
    case "rollout.pause":
      return [patchSpec(rollout, { paused: true })];
    case "rollout.resume":
      return [patchSpec(rollout, { paused: false })];
    case "rollout.abort":
      return [patchStatus(rollout, { abort: true })];
    case "rollout.retry":
      return [patchStatus(rollout, { abort: false })];
  }
}

import type { RolloutActionName } from "@horizon/contracts";
import type { Rollout } from "../kubernetes/rollout.ts";
import { isTakenBack, isWritten, takenBack } from "../workloads/is-taken-back.ts";
import { isBlueGreen, isSpecObserved, readRolloutState } from "./rollout-state.ts";

/** Actions whose effect on a rollout can be watched for. */
export type ObservableAction =
  | RolloutActionName
  | "workload.restart"
  | "workload.rollBack"
  | "workload.setImage";

export interface ActionObservation {
  /**
   * `pending`: the API took it, the controller has not reacted. `progressing`: the controller is at it.
   * `processed`: done. `overtaken`: another revision replaced the one that was acted on.
   */
  state: "pending" | "progressing" | "processed" | "overtaken";
  message: string;
}

const pending = (message: string): ActionObservation => ({ state: "pending", message });
const progressing = (message: string): ActionObservation => ({ state: "progressing", message });
const processed = (message: string): ActionObservation => ({ state: "processed", message });

/**
 * Whether the controller has done what was asked. `before` is the object that the action was computed from.
 * A status patch does not move the generation, so each action has its own evidence.
 *
 * @param writtenResourceVersion the version that the API answered with: an index that we wrote ourselves only proves
 * something once the controller has written after us.
 */
export function observeRolloutAction(
  action: ObservableAction,
  before: Rollout,
  current: Rollout,
  writtenResourceVersion?: string,
): ActionObservation {
  if (isOvertaken(action, before, current)) {
    return { state: "overtaken", message: "another revision has replaced the one that was acted on" };
  }
  const untouched = current.metadata.resourceVersion === before.metadata.resourceVersion;
  if (untouched) return pending("waiting for the cluster to report the change");
  switch (action) {
    case "rollout.promote":
    case "rollout.skipStep":
      return observeMove(before, current, writtenResourceVersion);
    case "rollout.promoteFull":
      return observePromoteFull(current);
    case "rollout.abort":
      return observeAbort(current);
    case "rollout.retry": {
      const isStillAborted =
        current.status?.abort === true || progressingReason(current) === "RolloutAborted";
      return isStillAborted
        ? pending("waiting for the controller to retry")
        : processed("retrying from the first step");
    }
    case "rollout.pause":
    case "rollout.resume": {
      const isWanted = (current.spec.paused === true) === (action === "rollout.pause");
      if (!isWanted && isWritten(before, current)) return takenBack;
      if (!isWanted || !isSpecObserved(current))
        return pending("waiting for the controller to see the change");
      return processed(action === "rollout.pause" ? "paused" : "resumed");
    }
    case "workload.restart":
      if (isWritten(before, current) && current.spec.restartAt === before.spec.restartAt) return takenBack;
      if (!isSpecObserved(current)) return pending("waiting for the controller to see the change");
      if (current.spec.restartAt !== current.status?.restartedAt)
        return progressing("pods are being restarted");
      return processed("all pods were restarted");
    case "workload.rollBack":
    case "workload.setImage": {
      if (isTakenBack(before, current)) return takenBack;
      const hashMoved = current.status?.currentPodHash !== before.status?.currentPodHash;
      if (!isSpecObserved(current) || !hashMoved)
        return pending("waiting for the controller to see the new template");
      return processed("the new template is rolling out");
    }
  }
}

const progressingReason = (rollout: Rollout) =>
  rollout.status?.conditions?.find(({ type }) => type === "Progressing")?.reason;

function isOvertaken(action: ObservableAction, before: Rollout, current: Rollout): boolean {
  if (current.metadata.uid !== before.metadata.uid) return true;
  const boundToRevision: readonly ObservableAction[] = [
    "rollout.promote",
    "rollout.skipStep",
    "rollout.promoteFull",
    "rollout.abort",
    "rollout.retry",
  ];
  return boundToRevision.includes(action) && current.status?.currentPodHash !== before.status?.currentPodHash;
}

function observeMove(
  before: Rollout,
  current: Rollout,
  writtenResourceVersion: string | undefined,
): ActionObservation {
  const was = readRolloutState(before);
  const is = readRolloutState(current);
  if (is.fullyPromoted) return processed("fully promoted");
  if (is.aborted) return { state: "overtaken", message: "the rollout was aborted" };
  if (is.unpausing) return pending("waiting for the controller to go on");
  if (isBlueGreen(current) && was.pauseReasons.length > 0 && is.pauseReasons.length === 0)
    return progressing("the new version takes all traffic");
  const moved = (is.stepIndex ?? 0) > (was.stepIndex ?? 0);
  const onlyOurs =
    writtenResourceVersion !== undefined && current.metadata.resourceVersion === writtenResourceVersion;
  if (!moved || onlyOurs) return pending("waiting for the controller to go on");
  const at = (is.stepIndex ?? 0) + 1;
  return processed(
    at > is.steps.length ? "the last step is done" : `step ${at} of ${is.steps.length} is running`,
  );
}

function observePromoteFull(current: Rollout): ActionObservation {
  const { fullyPromoted, stepIndex, steps, pauseReasons } = readRolloutState(current);
  if (fullyPromoted && !current.status?.promoteFull) return processed("fully promoted");
  const pickedUp = steps.length > 0 ? stepIndex === steps.length : pauseReasons.length === 0;
  return pickedUp && !current.status?.controllerPause
    ? progressing("the new version is being scaled up")
    : pending("waiting for the controller to go on");
}

function observeAbort(current: Rollout): ActionObservation {
  if (progressingReason(current) === "RolloutAborted")
    return processed("aborted: the stable version takes all traffic");
  return current.status?.abortedAt
    ? progressing("the controller is aborting")
    : pending("waiting for the controller to abort");
}

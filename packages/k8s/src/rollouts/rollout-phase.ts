import type { RolloutPhase } from "@horizon/contracts";
import type { Rollout } from "../kubernetes/rollout.ts";
import { isRouted, isSpecObserved, readRolloutState } from "./rollout-state.ts";

interface PhaseAndMessage {
  phase: RolloutPhase;
  message: string;
}

const progressing = (message: string): PhaseAndMessage => ({ phase: "Progressing", message });
const knownPhases: readonly string[] = ["Healthy", "Progressing", "Paused", "Degraded"];

/**
 * The phase as a client must show it: the controller's own, unless it speaks of an older spec or a resume is in
 * flight. Rules in the order of Argo Rollouts `GetRolloutPhase`.
 */
export function getRolloutPhase(rollout: Rollout): PhaseAndMessage {
  if (!isSpecObserved(rollout)) return progressing("waiting for rollout spec update to be observed");
  if (readRolloutState(rollout).unpausing) return progressing("waiting for rollout to unpause");
  const { status } = rollout;
  const workloadGeneration = rollout.metadata.annotations?.["rollout.argoproj.io/workload-generation"];
  if (
    rollout.spec.templateResolvedFromRef &&
    workloadGeneration !== undefined &&
    status?.workloadObservedGeneration !== workloadGeneration
  ) {
    return progressing("waiting for rollout spec update to be observed for the reference workload");
  }
  if (status?.phase && knownPhases.includes(status.phase)) {
    return { phase: status.phase as RolloutPhase, message: status.message ?? "" };
  }
  return calculateRolloutPhase(rollout);
}

/** The phase computed from spec and status, as the controller does (`CalculateRolloutPhase`). */
function calculateRolloutPhase(rollout: Rollout): PhaseAndMessage {
  const { spec, status = {} } = rollout;
  for (const { type, reason, message } of status.conditions ?? []) {
    if (type === "InvalidSpec") return { phase: "Degraded", message: `InvalidSpec: ${message ?? ""}` };
    if (reason === "RolloutAborted" || reason === "ProgressDeadlineExceeded") {
      return { phase: "Degraded", message: `${reason}: ${message ?? ""}` };
    }
  }
  if (spec.paused) return { phase: "Paused", message: "manually paused" };
  const firstPause = status.pauseConditions?.[0];
  if (firstPause) return { phase: "Paused", message: firstPause.reason };
  if (spec.restartAt && spec.restartAt !== status.restartedAt) return progressing("rollout is restarting");
  const {
    updatedReplicas = 0,
    availableReplicas = 0,
    replicas = 0,
    currentPodHash = "",
    stableRS = "",
  } = status;
  if (updatedReplicas < (spec.replicas ?? 1)) return progressing("more replicas need to be updated");
  if (availableReplicas < updatedReplicas)
    return progressing("updated replicas are still becoming available");
  if (spec.strategy?.blueGreen) {
    const { activeSelector = "", postPromotionAnalysisRunStatus } = status.blueGreen ?? {};
    if (activeSelector === "" || activeSelector !== currentPodHash) {
      return progressing("active service cutover pending");
    }
    if (stableRS === "" || stableRS !== currentPodHash) {
      const analysisUnfinished =
        spec.strategy.blueGreen.postPromotionAnalysis !== undefined &&
        (!postPromotionAnalysisRunStatus ||
          ["Pending", "Running"].includes(postPromotionAnalysisRunStatus.status));
      return progressing(
        analysisUnfinished
          ? "waiting for analysis to complete"
          : "waiting for post-promotion verification to complete",
      );
    }
  } else {
    if (!isRouted(rollout) && replicas > updatedReplicas) {
      return progressing("old replicas are pending termination");
    }
    if (stableRS === "" || stableRS !== currentPodHash)
      return progressing("waiting for all steps to complete");
  }
  return { phase: "Healthy", message: "" };
}

import { stepsOf } from "../model/canary-steps.ts";
import type { RolloutCluster } from "./rollout-cluster.ts";

/** The writes of the kubectl plugin, byte for byte what §1.1 of the reference lists. */
export function createReferenceClient(cluster: RolloutCluster) {
  const nextIndex = () =>
    Math.min((cluster.status().currentStepIndex ?? 0) + 1, stepsOf(cluster.rollout()).length);
  return {
    promote() {
      const { pauseConditions = [], controllerPause, canary } = cluster.status();
      const inconclusive = canary?.currentStepAnalysisRunStatus?.status === "Inconclusive";
      if (pauseConditions.length > 0 && inconclusive && controllerPause) {
        cluster.patchStatus({ pauseConditions: null, controllerPause: false, currentStepIndex: nextIndex() });
      } else if (pauseConditions.length > 0) {
        cluster.patchStatus({ pauseConditions: null });
      } else {
        cluster.patchStatus({ pauseConditions: null, currentStepIndex: nextIndex() });
      }
      if (cluster.rollout().spec.paused) cluster.patchSpec({ paused: false });
    },
    promoteFull() {
      if (cluster.status().currentPodHash !== cluster.status().stableRS) {
        cluster.patchStatus({ promoteFull: true });
      }
    },
    resume() {
      cluster.patchStatus({ pauseConditions: null });
    },
    abort: () => cluster.patchStatus({ abort: true }),
    retry: () => cluster.patchStatus({ abort: false }),
    pause: () => cluster.patchSpec({ paused: true }),
    unpause: () => cluster.patchSpec({ paused: false }),
  };
}

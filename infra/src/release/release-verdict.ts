import type { Deployment, Rollout } from "@horizon/k8s";
import { getRolloutPhase } from "@horizon/k8s/rollouts";
import type { ImageDigests } from "./image-digests.ts";

/** What a workload makes of the release: it has it, will have it, or will not. */
export interface WorkloadVerdict {
  name: string;
  state: "live" | "coming" | "waits for a person" | "failed";
  message: string;
}

/** Judges one workload of a cluster; null for one whose image is not part of the release. */
export function judgeWorkload(workload: Rollout | Deployment, digests: ImageDigests): WorkloadVerdict | null {
  const { name } = workload.metadata;
  const image = workload.spec.template?.spec?.containers?.[0]?.image ?? "";
  const [, built = "", digest = ""] =
    /\/horizon-([a-z-]+)(?::[^@]+)?@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
  const wanted = digests[built];
  if (wanted === undefined) return null;
  if (digest !== wanted) {
    return {
      name,
      state: "failed",
      message: `runs ${digest || image}, not ${wanted}: another release or a rollback came in between`,
    };
  }
  return "strategy" in workload.spec && workload.kind === "Rollout"
    ? judgeRollout(workload as Rollout)
    : judgeDeployment(workload as Deployment);
}

function judgeRollout(rollout: Rollout): WorkloadVerdict {
  const { name } = rollout.metadata;
  const { phase, message } = getRolloutPhase(rollout);
  if (phase === "Healthy") return { name, state: "live", message };
  if (phase === "Degraded") return { name, state: "failed", message: message || "degraded" };
  if (phase === "Paused") return { name, state: "waits for a person", message: message || "paused" };
  return { name, state: "coming", message };
}

function judgeDeployment({ metadata, spec, status }: Deployment): WorkloadVerdict {
  const { name } = metadata;
  const stuck = status?.conditions?.find(({ reason }) => reason === "ProgressDeadlineExceeded");
  if (stuck) return { name, state: "failed", message: stuck.message ?? "progress deadline exceeded" };
  const wanted = spec.replicas ?? 1;
  const observed = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  const updated = status?.updatedReplicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  const isLive = observed && updated >= wanted && available >= wanted && (status?.replicas ?? 0) === updated;
  return {
    name,
    state: isLive ? "live" : "coming",
    message: `${available} of ${wanted} available, ${updated} updated`,
  };
}

/** One verdict for all: a single failure decides, and nothing found is a failure. */
export function judgeRelease(verdicts: readonly WorkloadVerdict[]): "live" | "coming" | "failed" {
  if (verdicts.length === 0 || verdicts.some(({ state }) => state === "failed")) return "failed";
  return verdicts.every(({ state }) => state === "live") ? "live" : "coming";
}

import type { Health } from "@horizon/contracts";
import type { Rollout } from "../kubernetes/rollout.ts";
import type { Condition, Deployment } from "../kubernetes/workload.ts";
import { abortCause } from "../rollouts/analysis-verdict.ts";
import { getRolloutPhase } from "../rollouts/rollout-phase.ts";
import { countPods } from "./count-pods.ts";
import type { PodFacts } from "./pod-facts.ts";

type PodHealthFacts = Pick<PodFacts, "health" | "status" | "terminating" | "finished">;

/** `CrashLoopBackOff: OOMKilled in 2 of 6 pods`, for the pods in one bad state; undefined when there are none. */
function describePods(
  pods: readonly PodHealthFacts[],
  isBad: (pod: PodHealthFacts) => boolean,
): string | undefined {
  const present = pods.filter(({ terminating, finished }) => !terminating && !finished);
  const bad = present.filter(isBad);
  const first = bad[0];
  if (!first) return undefined;
  const { health, status } = first;
  const isNamed = health.state === "Failed" && health.reason !== status;
  const words = isNamed ? `${status}: ${health.reason}` : health.reason;
  return `${words || status} in ${bad.length} of ${present.length} pods`;
}

const failing = (pods: readonly PodHealthFacts[]) =>
  describePods(pods, ({ health }) => health.state === "Failed" || health.state === "Degraded");
const lost = (pods: readonly PodHealthFacts[]) =>
  describePods(pods, ({ health }) => health.state === "Unknown");

/** Why progress does not come, where pods that no node has taken tell it. */
function withCause(reason: string, pods: readonly PodHealthFacts[]): string {
  const isHeld = ({ status, health }: PodHealthFacts) =>
    (status === "Pending" || status === "SchedulingGated") && health.reason !== status;
  const cause = describePods(pods, isHeld);
  return cause === undefined ? reason : `${reason}; ${cause}`;
}

/** What the pods say, where it is worse than what the controller says: pauses and progress hide crashing pods. */
function judgePods(pods: readonly PodHealthFacts[], desired: number, available: number): Health | undefined {
  const broken = failing(pods);
  if (broken) return { state: desired > 0 && available === 0 ? "Failed" : "Degraded", reason: broken };
  const unknown = lost(pods);
  return unknown ? { state: "Unknown", reason: unknown } : undefined;
}

/** Pods that the API server refuses, as for a quota; or that there is no ReplicaSet to make them. */
function judgeCreation(conditions: readonly Condition[] = []): Health | undefined {
  const refused =
    conditions.find(({ type, status }) => type === "ReplicaFailure" && status === "True") ??
    conditions.find(({ type, reason }) => type === "Progressing" && reason === "ReplicaSetCreateError");
  return refused && { state: "Degraded", reason: refused.message || "pods cannot be created" };
}

/** Health of a Deployment in the one vocabulary, with the reason in words. */
export function deploymentHealth(deployment: Deployment, pods: readonly PodHealthFacts[]): Health {
  const { spec, status = {}, metadata } = deployment;
  const desired = spec.replicas ?? 1;
  const { availableReplicas = 0, updatedReplicas = 0, replicas = 0 } = status;
  const condition = (type: string) => status.conditions?.find((candidate) => candidate.type === type);
  const fromPods = judgePods(pods, desired, availableReplicas);
  if (fromPods) return fromPods;
  const refused = judgeCreation(status.conditions);
  if (refused) return refused;
  if (condition("Progressing")?.reason === "ProgressDeadlineExceeded") {
    return { state: "Degraded", reason: withCause("no progress within the deadline", pods) };
  }
  if (spec.paused) {
    const waiting = updatedReplicas < desired ? `: ${updatedReplicas} of ${countPods(desired)} updated` : "";
    return { state: "Paused", reason: `paused by hand${waiting}` };
  }
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    return { state: "Progressing", reason: "waiting for the change to be observed" };
  }
  if (updatedReplicas < desired) {
    return {
      state: "Progressing",
      reason: withCause(`${updatedReplicas} of ${countPods(desired)} updated`, pods),
    };
  }
  if (replicas > updatedReplicas) {
    const old = replicas - updatedReplicas;
    return { state: "Progressing", reason: `${old} old ${old === 1 ? "pod is" : "pods are"} still there` };
  }
  if (availableReplicas < desired) {
    return {
      state: "Progressing",
      reason: withCause(`${availableReplicas} of ${countPods(desired)} available`, pods),
    };
  }
  return { state: "Healthy", reason: desired === 0 ? "scaled to 0" : "" };
}

const pauseWords: Record<string, string> = {
  "manually paused": "paused by hand",
  CanaryPauseStep: "paused at a canary step",
  InconclusiveAnalysisRun: "the analysis is inconclusive",
  InconclusiveExperiment: "the experiment is inconclusive",
  BlueGreenPause: "waiting for promotion",
};

/** Health of a Rollout in the one vocabulary, with the reason in words. */
export function rolloutHealth(rollout: Rollout, pods: readonly PodHealthFacts[]): Health {
  const desired = rollout.spec.replicas ?? 1;
  const fromPods = judgePods(pods, desired, rollout.status?.availableReplicas ?? 0);
  if (fromPods) return fromPods;
  // Its controller calls it progressing, or paused, while no pod can be created.
  const refused = judgeCreation(rollout.status?.conditions);
  if (refused) return refused;
  const { phase, message } = getRolloutPhase(rollout);
  if (phase === "Paused") return { state: "Paused", reason: pauseWords[message] ?? message };
  if (phase === "Healthy") return { state: "Healthy", reason: desired === 0 ? "scaled to 0" : "" };
  const cause = abortCause(message);
  if (cause === null) return { state: phase, reason: withCause(message, pods) };
  return { state: phase, reason: cause === "" ? "aborted" : `aborted: ${cause}` };
}

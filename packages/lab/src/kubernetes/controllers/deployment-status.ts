import type { Deployment, DeploymentStatus } from "./deployment.ts";
import { resolveFenceposts } from "./deployment.ts";
import { type Condition, findCondition, kubeTime, withCondition } from "./pod.ts";
import type { ReplicaSet } from "./replica-set.ts";

type ProgressReason =
  | "NewReplicaSetCreated"
  | "FoundNewReplicaSet"
  | "ReplicaSetUpdated"
  | "NewReplicaSetAvailable"
  | "ProgressDeadlineExceeded"
  | "DeploymentPaused"
  | "DeploymentResumed";

const PROGRESS: Record<
  ProgressReason,
  { status: Condition["status"]; message: (replicaSet: string) => string }
> = {
  NewReplicaSetCreated: { status: "True", message: (name) => `Created new replica set "${name}"` },
  FoundNewReplicaSet: { status: "True", message: (name) => `Found new replica set "${name}"` },
  ReplicaSetUpdated: { status: "True", message: (name) => `ReplicaSet "${name}" is progressing.` },
  NewReplicaSetAvailable: {
    status: "True",
    message: (name) => `ReplicaSet "${name}" has successfully progressed.`,
  },
  ProgressDeadlineExceeded: {
    status: "False",
    message: (name) => `ReplicaSet "${name}" has timed out progressing.`,
  },
  DeploymentPaused: { status: "Unknown", message: () => "Deployment is paused" },
  DeploymentResumed: { status: "Unknown", message: () => "Deployment is resumed" },
};

export interface DeploymentObservation {
  deployment: Deployment;
  newReplicaSet: ReplicaSet | undefined;
  replicaSets: readonly ReplicaSet[];
  /** Conditions to start from, where this pass already set some. */
  conditions: readonly Condition[] | undefined;
  nowMs: number;
}

/** The Progressing condition for a reason, with both of its times now. */
export function progressing(reason: ProgressReason, replicaSet: string, nowMs: number): Condition {
  const { status, message } = PROGRESS[reason];
  const time = kubeTime(nowMs);
  return {
    type: "Progressing",
    status,
    reason,
    message: message(replicaSet),
    lastUpdateTime: time,
    lastTransitionTime: time,
  };
}

/** `calculateStatus` and `syncRolloutStatus` of kube-controller-manager: counts, Available and Progressing. */
export function deploymentStatus(observation: DeploymentObservation): DeploymentStatus {
  const { deployment, nowMs } = observation;
  const counts = replicaCounts(observation);
  const { maxUnavailable } = resolveFenceposts(deployment);
  const isAvailable = (counts.availableReplicas ?? 0) >= (deployment.spec.replicas ?? 1) - maxUnavailable;
  const time = kubeTime(nowMs);
  const known = findCondition(observation.conditions, "Available");
  const status: Condition["status"] = isAvailable ? "True" : "False";
  const conditions = withCondition(observation.conditions, {
    type: "Available",
    status,
    reason: isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
    message: isAvailable
      ? "Deployment has minimum availability."
      : "Deployment does not have minimum availability.",
    lastUpdateTime: known?.status === status ? (known.lastUpdateTime ?? time) : time,
    lastTransitionTime: time,
  });
  return { ...counts, conditions: withFailure(observation, withProgress(observation, counts, conditions)) };
}

/** A ReplicaSet that cannot make its pods says so in its Deployment, the present one first. */
function withFailure(
  { newReplicaSet, replicaSets }: DeploymentObservation,
  conditions: Condition[],
): Condition[] {
  const failures = [...(newReplicaSet ? [newReplicaSet] : []), ...replicaSets].map(({ status }) =>
    findCondition(status?.conditions, "ReplicaFailure"),
  );
  const failure = failures.find((condition) => condition?.status === "True");
  if (failure) return withCondition(conditions, { ...failure, lastUpdateTime: failure.lastTransitionTime });
  return conditions.filter(({ type }) => type !== "ReplicaFailure");
}

function replicaCounts({ deployment, newReplicaSet, replicaSets }: DeploymentObservation): DeploymentStatus {
  const total = (field: "replicas" | "readyReplicas" | "availableReplicas") =>
    replicaSets.reduce((sum, replicaSet) => sum + (replicaSet.status?.[field] ?? 0), 0);
  const wanted = replicaSets.reduce((sum, replicaSet) => sum + (replicaSet.spec.replicas ?? 0), 0);
  const available = total("availableReplicas");
  return omitZeros({
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: total("replicas"),
    updatedReplicas: newReplicaSet?.status?.replicas ?? 0,
    readyReplicas: total("readyReplicas"),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wanted - available),
  });
}

function withProgress(
  { deployment, newReplicaSet, nowMs }: DeploymentObservation,
  counts: DeploymentStatus,
  conditions: Condition[],
): Condition[] {
  const current = findCondition(conditions, "Progressing");
  const name = newReplicaSet?.metadata.name ?? deployment.metadata.name;
  const isSettled =
    (counts.replicas ?? 0) === (counts.updatedReplicas ?? 0) && current?.reason === "NewReplicaSetAvailable";
  if (isSettled || deployment.spec.paused) return conditions;
  if (isComplete(deployment, counts))
    return withCondition(conditions, progressing("NewReplicaSetAvailable", name, nowMs));
  if (hasProgressed(deployment.status ?? {}, counts)) {
    return withCondition(conditions, progressing("ReplicaSetUpdated", name, nowMs));
  }
  if (hasTimedOut(deployment, current, nowMs)) {
    if (current?.reason === "ProgressDeadlineExceeded") return conditions;
    return withCondition(conditions, progressing("ProgressDeadlineExceeded", name, nowMs));
  }
  return conditions;
}

/** All replicas run the new template and are available, and nothing old is left. */
export function isComplete(deployment: Deployment, counts: DeploymentStatus): boolean {
  const { replicas = 1 } = deployment.spec;
  return [counts.updatedReplicas, counts.replicas, counts.availableReplicas].every(
    (count) => (count ?? 0) === replicas,
  );
}

function hasProgressed(before: DeploymentStatus, now: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(now) < old(before) ||
    (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function hasTimedOut(deployment: Deployment, current: Condition | undefined, nowMs: number): boolean {
  if (!current || current.reason === "NewReplicaSetAvailable") return false;
  if (current.reason === "ProgressDeadlineExceeded") return true;
  return progressDeadlineInMs(deployment, current, nowMs) === 0;
}

/** Time left until a rollout that makes no progress is called timed out. */
export function progressDeadlineInMs(deployment: Deployment, current: Condition, nowMs: number): number {
  const { progressDeadlineSeconds = 600 } = deployment.spec;
  const since = Date.parse(current.lastUpdateTime ?? current.lastTransitionTime ?? kubeTime(nowMs));
  return Math.max(0, since + progressDeadlineSeconds * 1000 - nowMs);
}

function omitZeros(counts: DeploymentStatus): DeploymentStatus {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)) as DeploymentStatus;
}

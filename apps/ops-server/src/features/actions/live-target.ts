import type { ClusterCommand, EnvironmentInfo, SeenState } from "@horizon/contracts";
import {
  type Deployment,
  type HorizontalPodAutoscaler,
  type KubeObject,
  type ReplicaSet,
  type Rollout,
  resourcePath,
  resourceTypes,
  serviceName,
  type Workload,
} from "@horizon/k8s";
import { readRolloutState } from "@horizon/k8s/rollouts";
import type { ConnectedCluster, Estate } from "../../estate/estate.ts";
import { getLiveObject } from "../../estate/get-live-object.ts";
import { digestOf } from "./digest.ts";

interface TargetFacts {
  readonly environment: EnvironmentInfo;
  readonly cluster: ConnectedCluster;
  readonly service: string;
  /** The object as the API server has it at this moment. */
  readonly object: KubeObject;
  /** What a person who looks at it now sees. */
  readonly seen: SeenState;
}

export interface WorkloadTarget extends TargetFacts {
  readonly workload: Workload;
  readonly replicaSets: readonly ReplicaSet[];
  readonly hpa: HorizontalPodAutoscaler | undefined;
  /** The Deployment that carries a Rollout's template. */
  readonly referenced: Deployment | undefined;
}

export interface PodTarget extends TargetFacts {
  readonly workload: null;
}

export type LiveTarget = WorkloadTarget | PodTarget;

/**
 * The target of a command as it is now. What the action is decided on and bound to is read from the API server; the
 * ReplicaSets around it, which only say which revisions exist, come from the cache.
 *
 * @throws AppError NOT_FOUND; UPSTREAM_* when the cluster does not answer.
 */
export async function loadLiveTarget(estate: Estate, command: ClusterCommand): Promise<LiveTarget> {
  const { target } = command;
  const cluster = estate.getCluster(target.environment);
  const environment = estate.getEnvironment(target.environment).info;
  const object = await getLiveObject(estate, target);
  const facts = {
    environment,
    cluster,
    object,
    service: serviceName(object.metadata.labels, object.metadata.name),
  };
  if (target.kind === "Pod") {
    const { resourceVersion } = object.metadata;
    return { ...facts, workload: null, seen: { resourceVersion, podHash: null, stepIndex: null } };
  }
  const workload = toWorkload(target.kind, object);
  return {
    ...facts,
    workload,
    seen: seenOf(workload),
    replicaSets: cluster.cache.index.listReplicaSets(object.metadata.uid),
    hpa: await loadHpa(cluster, workload, command.action),
    referenced: await loadReferenced(cluster, workload),
  };
}

function toWorkload(kind: Workload["kind"], object: KubeObject): Workload {
  // The API server checked the object against its schema; the path says which.
  if (kind === "Rollout") return { kind, object: object as unknown as Rollout };
  return { kind, object: object as unknown as Deployment };
}

/** A Deployment's status has no hash of its template: a digest of it serves the same end. */
function seenOf(workload: Workload): SeenState {
  const { resourceVersion } = workload.object.metadata;
  if (workload.kind === "Deployment") {
    return {
      resourceVersion,
      podHash: digestOf(workload.object.spec.template).slice(0, 16),
      stepIndex: null,
    };
  }
  const { stepIndex } = readRolloutState(workload.object);
  return { resourceVersion, podHash: workload.object.status?.currentPodHash ?? null, stepIndex };
}

/** Its bounds are only rewritten as they are now; elsewhere the cached ones are good enough for a warning. */
async function loadHpa(
  { cache, client }: ConnectedCluster,
  workload: Workload,
  action: ClusterCommand["action"],
): Promise<HorizontalPodAutoscaler | undefined> {
  const cached = cache.index.findHpa(workload);
  if (!cached || action !== "workload.setScaleBounds") return cached;
  return client.request({ path: resourcePath(resourceTypes.horizontalpodautoscalers, cached.metadata) });
}

async function loadReferenced(
  { client }: ConnectedCluster,
  workload: Workload,
): Promise<Deployment | undefined> {
  const ref = workload.kind === "Rollout" ? workload.object.spec.workloadRef : undefined;
  if (ref?.kind !== "Deployment") return undefined;
  const { namespace } = workload.object.metadata;
  const target = namespace === undefined ? { name: ref.name } : { namespace, name: ref.name };
  return client.request({ path: resourcePath(resourceTypes.deployments, target) });
}

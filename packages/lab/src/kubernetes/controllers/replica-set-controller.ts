import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../world/clock.ts";
import { controllerReference } from "../store/controller-reference.ts";
import type { NewKubeObject, ObjectStore } from "../store/object-store.ts";
import {
  type Controller,
  ownerKey,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "./controller-runtime.ts";
import { createPod } from "./create-pod.ts";
import { deletePod } from "./delete-pod.ts";
import { createEventRecorder, type EventRecorder } from "./event-recorder.ts";
import {
  availableInMs,
  type Condition,
  findCondition,
  isPodActive,
  isPodReady,
  kubeTime,
  type Pod,
} from "./pod.ts";
import { podsInDeletionOrder } from "./pod-deletion-order.ts";
import type { ReplicaSet, ReplicaSetStatus } from "./replica-set.ts";

/** Creations and deletions per pass, as in kube-controller-manager. */
const BURST_REPLICAS = 500;
const REFUSED_RETRY_MS = 5_000;

/** Keeps as many pods as a ReplicaSet asks for, whoever owns it (Deployment or Rollout). */
export function createReplicaSetController(options: { store: ObjectStore; clock: Clock }): Controller {
  const { store, clock } = options;
  const record = createEventRecorder({ store, clock, component: "replicaset-controller" });

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const replicaSet = store.find<ReplicaSet>("replicasets.apps", namespace, name);
    if (!replicaSet) return;
    const pods = listPods(store, replicaSet);
    const isLeaving = replicaSet.metadata.deletionTimestamp !== undefined;
    const refusal = isLeaving ? undefined : managePods(replicaSet, pods);
    const next = updateStatus(replicaSet, listPods(store, replicaSet), refusal);
    return refusal === undefined ? next : { requeueAfterMs: REFUSED_RETRY_MS };
  }

  /** Why a pod that is missing could not be made. */
  function managePods(replicaSet: ReplicaSet, pods: Pod[]): string | undefined {
    const surplus = pods.length - (replicaSet.spec.replicas ?? 1);
    if (surplus < 0) return createPods(store, record, replicaSet, Math.min(-surplus, BURST_REPLICAS));
    if (surplus === 0) return undefined;
    for (const pod of podsInDeletionOrder(pods, clock.now()).slice(0, surplus))
      deletePod(store, record, replicaSet, pod);
    return undefined;
  }

  function updateStatus(
    replicaSet: ReplicaSet,
    pods: Pod[],
    refusal: string | undefined,
  ): ReconcileResult | undefined {
    const current = store.find<ReplicaSet>(
      "replicasets.apps",
      replicaSet.metadata.namespace ?? "",
      replicaSet.metadata.name,
    );
    if (!current) return;
    const { status, availableInMs: waitMs } = replicaSetStatus(current, pods, refusal, clock.now());
    if (!isDeepStrictEqual(status, current.status))
      store.updateStatus("replicasets.apps", { ...current, status });
    return waitMs === undefined ? undefined : { requeueAfterMs: waitMs };
  }

  return {
    name: "replicaset",
    reconcile,
    watches: [
      { resource: "replicasets.apps", map: ownKey },
      { resource: "pods", map: ownerKey("ReplicaSet") },
    ],
  };
}

/** The status of a ReplicaSet with these pods, and when the next of them becomes available. */
function replicaSetStatus(
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
  refusal: string | undefined,
  nowMs: number,
): { status: ReplicaSetStatus; availableInMs?: number } {
  const minReadySeconds = replicaSet.spec.minReadySeconds ?? 0;
  const waits = pods.map((pod) => availableInMs(pod, minReadySeconds, nowMs));
  const pending = waits.filter((wait) => wait !== undefined && wait > 0) as number[];
  const ready = pods.filter(isPodReady).length;
  const available = waits.filter((wait) => wait === 0).length;
  const status: ReplicaSetStatus = {
    replicas: pods.length,
    ...(pods.length > 0 ? { fullyLabeledReplicas: pods.length } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    observedGeneration: replicaSet.metadata.generation ?? 1,
    ...conditionsOf(replicaSet, refusal, nowMs),
  };
  return pending.length > 0 ? { status, availableInMs: Math.min(...pending) } : { status };
}

/** ReplicaFailure stands as long as a pod is missing that could not be made. */
function conditionsOf(
  { status }: ReplicaSet,
  refusal: string | undefined,
  nowMs: number,
): Pick<ReplicaSetStatus, "conditions"> {
  const others = (status?.conditions ?? []).filter(({ type }) => type !== "ReplicaFailure");
  if (refusal === undefined) return others.length > 0 ? { conditions: others } : {};
  const known = findCondition(status?.conditions, "ReplicaFailure");
  const failure: Condition = {
    type: "ReplicaFailure",
    status: "True",
    reason: "FailedCreate",
    message: refusal,
    lastTransitionTime: known?.lastTransitionTime ?? kubeTime(nowMs),
  };
  return { conditions: [...others, failure] };
}

function listPods(store: ObjectStore, { metadata }: ReplicaSet): Pod[] {
  return store
    .list<Pod>("pods", { namespace: metadata.namespace ?? "", ownerUid: metadata.uid })
    .filter(isPodActive);
}

/** Makes so many, until one is refused: then that is why. */
function createPods(
  store: ObjectStore,
  record: EventRecorder,
  replicaSet: ReplicaSet,
  count: number,
): string | undefined {
  const { name, namespace = "" } = replicaSet.metadata;
  const { metadata: template, spec } = replicaSet.spec.template;
  const pod: NewKubeObject<Pod> = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${name}-`,
      namespace,
      ...(template?.labels ? { labels: template.labels } : {}),
      ...(template?.annotations ? { annotations: template.annotations } : {}),
      ownerReferences: [controllerReference(replicaSet)],
    },
    spec,
    status: { phase: "Pending" },
  };
  for (let created = 0; created < count; created += 1) {
    const made = createPod(store, record, replicaSet, pod);
    if ("refusal" in made) return made.refusal;
  }
  return undefined;
}

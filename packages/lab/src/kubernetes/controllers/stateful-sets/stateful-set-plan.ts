import { availableInMs, isPodLeaving, isPodOver, isPodReady, type Pod } from "../pod.ts";
import { REVISION_HASH } from "../revisions/controller-revision.ts";
import { ordinalOf, type StatefulSet, type StatefulSetStatus } from "./stateful-set.ts";

/** What a look at a StatefulSet asks for. */
export interface StatefulSetPlan {
  status: StatefulSetStatus;
  create: { ordinal: number; revision: string }[];
  remove: Pod[];
  requeueAfterMs?: number;
}

export interface StatefulSetObservation {
  statefulSet: StatefulSet;
  pods: readonly Pod[];
  /** Names of the revisions: of the pods that were complete last, and of the present template. */
  currentRevision: string;
  updateRevision: string;
  nowMs: number;
}

const isUp = (pod: Pod) => pod.status?.phase === "Running" && isPodReady(pod);
const revisionOf = ({ metadata }: Pod) => metadata.labels?.[REVISION_HASH];

/**
 * The next state of a StatefulSet: `updateStatefulSet` of kube-controller-manager. In order, a pod is made only when all
 * before it are available, and one pod goes at a time, the last first.
 */
export function planStatefulSet(observation: StatefulSetObservation): StatefulSetPlan {
  const { statefulSet, pods } = observation;
  const { replicas = 1, ordinals } = statefulSet.spec;
  const first = ordinals?.start ?? 0;
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod, statefulSet), pod]));
  const wanted = Array.from({ length: replicas }, (_, index) => first + index);
  const plan = { create: [], remove: [], ...statusOf(observation) };
  const { isWaiting, ...placed } = placePods(observation, wanted, byOrdinal);
  if (isWaiting || placed.create.length + placed.remove.length > 0) return { ...plan, ...placed };
  const surplus = scaleDown(observation, wanted, byOrdinal);
  return { ...plan, remove: surplus ?? roll(observation, wanted, byOrdinal) };
}

function placePods(
  { statefulSet, currentRevision, updateRevision, nowMs }: StatefulSetObservation,
  wanted: readonly number[],
  byOrdinal: ReadonlyMap<number | undefined, Pod>,
): Pick<StatefulSetPlan, "create" | "remove"> & { isWaiting: boolean } {
  const { podManagementPolicy, updateStrategy, minReadySeconds = 0, ordinals } = statefulSet.spec;
  const isOrdered = podManagementPolicy !== "Parallel";
  const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
  const found: Pick<StatefulSetPlan, "create" | "remove"> = { create: [], remove: [] };
  for (const ordinal of wanted) {
    const pod = byOrdinal.get(ordinal);
    const isOld = ordinal < (ordinals?.start ?? 0) + partition;
    if (!pod) found.create.push({ ordinal, revision: isOld ? currentRevision : updateRevision });
    else if (isPodOver(pod) && !isPodLeaving(pod)) found.remove.push(pod);
    else if (!isPodLeaving(pod) && isUp(pod) && availableInMs(pod, minReadySeconds, nowMs) === 0) continue;
    if (isOrdered) return { ...found, isWaiting: true };
  }
  return { ...found, isWaiting: false };
}

/** Pods beyond the count; undefined when there are none. */
function scaleDown(
  { statefulSet, pods }: StatefulSetObservation,
  wanted: readonly number[],
  byOrdinal: ReadonlyMap<number | undefined, Pod>,
): Pod[] | undefined {
  const isOrdered = statefulSet.spec.podManagementPolicy !== "Parallel";
  const condemned = [...byOrdinal]
    .filter(([ordinal]) => ordinal !== undefined && !wanted.includes(ordinal))
    .sort(([a = 0], [b = 0]) => b - a)
    .map(([, pod]) => pod);
  if (condemned.length === 0) return undefined;
  if (!isOrdered) return condemned.filter((pod) => !isPodLeaving(pod));
  const [last] = condemned;
  const firstDown = pods.find((pod) => !isUp(pod));
  if (!last || isPodLeaving(last) || (!isUp(last) && firstDown !== last)) return [];
  return [last];
}

/** The last pod of an older template, once all behind it are available again. */
function roll(
  { statefulSet, updateRevision, nowMs }: StatefulSetObservation,
  wanted: readonly number[],
  byOrdinal: ReadonlyMap<number | undefined, Pod>,
): Pod[] {
  const { updateStrategy, ordinals, minReadySeconds = 0 } = statefulSet.spec;
  if (updateStrategy?.type === "OnDelete") return [];
  const from = (ordinals?.start ?? 0) + (updateStrategy?.rollingUpdate?.partition ?? 0);
  for (const ordinal of wanted.filter((candidate) => candidate >= from).toReversed()) {
    const pod = byOrdinal.get(ordinal);
    if (!pod || isPodLeaving(pod)) return [];
    if (revisionOf(pod) !== updateRevision) return [pod];
    if (!isUp(pod) || availableInMs(pod, minReadySeconds, nowMs) !== 0) return [];
  }
  return [];
}

function statusOf({ statefulSet, pods, currentRevision, updateRevision, nowMs }: StatefulSetObservation): {
  status: StatefulSetStatus;
  requeueAfterMs?: number;
} {
  const { replicas = 1, minReadySeconds = 0, updateStrategy } = statefulSet.spec;
  const ready = pods.filter(isUp);
  const waits = ready.map((pod) => availableInMs(pod, minReadySeconds, nowMs) ?? 0);
  const staying = pods.filter((pod) => !isPodLeaving(pod));
  const updated = staying.filter((pod) => revisionOf(pod) === updateRevision).length;
  const current = staying.filter((pod) => revisionOf(pod) === currentRevision).length;
  const isComplete =
    updateStrategy?.type !== "OnDelete" &&
    updated === replicas &&
    ready.length === replicas &&
    pods.length === replicas;
  const status: StatefulSetStatus = {
    observedGeneration: statefulSet.metadata.generation ?? 1,
    replicas: pods.length,
    ...(ready.length > 0 ? { readyReplicas: ready.length } : {}),
    availableReplicas: waits.filter((wait) => wait === 0).length,
    ...((isComplete ? updated : current) > 0 ? { currentReplicas: isComplete ? updated : current } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    currentRevision: isComplete ? updateRevision : currentRevision,
    updateRevision,
    collisionCount: 0,
  };
  const next = Math.min(...waits.filter((wait) => wait > 0));
  return { status, ...(Number.isFinite(next) ? { requeueAfterMs: next } : {}) };
}

import type { EventToRecord } from "../event-recorder.ts";
import { findToleration, type Node } from "../node.ts";
import { matchesNode } from "../node-affinity.ts";
import { availableInMs, isPodActive, isPodLeaving, isPodOver, isPodReady, type Pod } from "../pod.ts";
import { REVISION_HASH } from "../revisions/controller-revision.ts";
import { draftDaemonPod, nodeOfDaemonPod } from "./daemon-pod.ts";
import type { DaemonSet, DaemonSetStatus } from "./daemon-set.ts";

/** What a look at a DaemonSet asks for. */
export interface DaemonSetPlan {
  status: DaemonSetStatus;
  /** Nodes that get a pod. */
  create: string[];
  remove: Pod[];
  events: EventToRecord[];
  /** When a pod becomes available by having been ready for long enough. */
  requeueAfterMs?: number;
}

export interface DaemonSetObservation {
  daemonSet: DaemonSet;
  nodes: readonly Node[];
  /** Its pods, with those that are on their way out. */
  pods: readonly Pod[];
  /** Of the present template. */
  hash: string;
  nowMs: number;
}

/** A node with the pods that it has, and whether it should have one. */
interface Place {
  node: string;
  pods: Pod[];
  isWanted: boolean;
  /** A pod that is there may stay: only taints that evict send it away. */
  isKept: boolean;
}

const byAge = (a: Pod, b: Pod) =>
  a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp) ||
  a.metadata.name.localeCompare(b.metadata.name);

function placesOf({ daemonSet, nodes, pods }: DaemonSetObservation): Place[] {
  const draft = draftDaemonPod(daemonSet);
  const podsOn = Map.groupBy(pods, (pod) => nodeOfDaemonPod(pod) ?? "");
  return nodes.map((node) => {
    const untolerated = (node.spec.taints ?? []).filter((taint) => !findToleration(draft, taint));
    const isMatch = matchesNode(draft, node);
    return {
      node: node.metadata.name,
      pods: podsOn.get(node.metadata.name) ?? [],
      isWanted: isMatch && untolerated.every(({ effect }) => effect === "PreferNoSchedule"),
      isKept: isMatch && untolerated.every(({ effect }) => effect !== "NoExecute"),
    };
  });
}

/** Percentages of the nodes round up. */
const resolve = (value: number | string, total: number) =>
  typeof value === "number" ? value : Math.ceil((Number.parseFloat(value) * total) / 100);

type Step = Pick<DaemonSetPlan, "create" | "remove" | "events">;

function sayOver({ metadata, status }: Pod, node: string): EventToRecord {
  const pod = `${metadata.namespace ?? ""}/${metadata.name}`;
  return status?.phase === "Failed"
    ? {
        type: "Warning",
        reason: "FailedDaemonPod",
        message: `Found failed daemon pod ${pod} on node ${node}, will try to kill it`,
      }
    : {
        type: "Normal",
        reason: "SucceededDaemonPod",
        message: `Found succeeded daemon pod ${pod} on node ${node}, will try to delete it`,
      };
}

/** A pod on every node that should have one, and none where it may not stay. */
function placePods(places: readonly Place[]): Step {
  const step: Step = { create: [], remove: [], events: [] };
  for (const { node, pods, isWanted, isKept } of places) {
    const present = pods.filter((pod) => !isPodLeaving(pod));
    const over = present.filter(isPodOver);
    step.remove.push(...(isKept ? over : present));
    if (isKept) step.events.push(...over.map((pod) => sayOver(pod, node)));
    if (isWanted && pods.length === 0) step.create.push(node);
  }
  return step;
}

/** Pods of older templates go, no more at a time than may be missing; with a surge their successors come first. */
function rollPods({ daemonSet, hash, nowMs }: DaemonSetObservation, places: readonly Place[]): Step {
  const step: Step = { create: [], remove: [], events: [] };
  const { type = "RollingUpdate", rollingUpdate = {} } = daemonSet.spec.updateStrategy ?? {};
  const wanted = places.filter(({ isWanted }) => isWanted);
  const minReadySeconds = daemonSet.spec.minReadySeconds ?? 0;
  const isAvailable = (pod: Pod) => !isPodLeaving(pod) && availableInMs(pod, minReadySeconds, nowMs) === 0;
  const isNew = (pod: Pod) => pod.metadata.labels?.[REVISION_HASH] === hash;
  if (type === "OnDelete") return step;
  let mayBeMissing = resolve(rollingUpdate.maxUnavailable ?? 1, wanted.length);
  const maxSurge = resolve(rollingUpdate.maxSurge ?? 0, wanted.length);
  let maySurge = maxSurge;
  mayBeMissing -= wanted.filter(({ pods }) => !pods.some(isAvailable)).length;
  for (const { node, pods } of wanted) {
    const present = pods.filter(isPodActive);
    const [fresh, old] = [present.filter(isNew), present.filter((pod) => !isNew(pod))];
    if (old.length === 0) continue;
    if (fresh.some(isAvailable) || !old.some(isAvailable)) step.remove.push(...old);
    else if (fresh.length > 0) maySurge -= 1;
    else if (maySurge > 0) {
      maySurge -= 1;
      step.create.push(node);
    } else if (mayBeMissing > 0 && maxSurge === 0) {
      mayBeMissing -= 1;
      step.remove.push(...old);
    }
  }
  return step;
}

/** Beside the oldest pod a node keeps only the successor that a surge made. */
function surplusOf(places: readonly Place[], hash: string): Pod[] {
  return places.flatMap(({ pods }) => {
    const present = pods.filter(isPodActive).sort(byAge);
    const groups = Map.groupBy(present, (pod) => pod.metadata.labels?.[REVISION_HASH] === hash);
    return [...groups.values()].flatMap((group) => group.slice(1));
  });
}

function statusOf({ daemonSet, hash, nowMs }: DaemonSetObservation, places: readonly Place[]) {
  const minReadySeconds = daemonSet.spec.minReadySeconds ?? 0;
  const wanted = places.filter(({ isWanted }) => isWanted);
  const newest = wanted.flatMap(({ pods }) => [...pods].sort(byAge).slice(-1));
  const waits = wanted.map(({ pods }) =>
    Math.min(...pods.map((pod) => availableInMs(pod, minReadySeconds, nowMs) ?? Number.POSITIVE_INFINITY)),
  );
  const available = waits.filter((wait) => wait === 0).length;
  const updated = newest.filter((pod) => pod.metadata.labels?.[REVISION_HASH] === hash).length;
  const unavailable = wanted.length - available;
  const status: DaemonSetStatus = {
    currentNumberScheduled: newest.length,
    numberMisscheduled: places.filter(({ isWanted, pods }) => !isWanted && pods.length > 0).length,
    desiredNumberScheduled: wanted.length,
    numberReady: wanted.filter(({ pods }) => pods.some(isPodReady)).length,
    observedGeneration: daemonSet.metadata.generation ?? 1,
    ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
    ...(available > 0 ? { numberAvailable: available } : {}),
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
  };
  const next = Math.min(...waits.filter((wait) => wait > 0));
  return { status, ...(Number.isFinite(next) ? { requeueAfterMs: next } : {}) };
}

/** The next state of a DaemonSet: `syncDaemonSet` of kube-controller-manager. */
export function planDaemonSet(observation: DaemonSetObservation): DaemonSetPlan {
  const places = placesOf(observation);
  const [placed, rolled] = [placePods(places), rollPods(observation, places)];
  const surplus = surplusOf(places, observation.hash);
  return {
    create: [...placed.create, ...rolled.create],
    remove: [...new Set([...placed.remove, ...surplus, ...rolled.remove])],
    events: placed.events,
    ...statusOf(observation, places),
  };
}

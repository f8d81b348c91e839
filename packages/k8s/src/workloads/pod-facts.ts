import type { Health, PodRow } from "@horizon/contracts";
import { mainFirst } from "../kubernetes/main-first.ts";
import { findController } from "../kubernetes/object-meta.ts";
import type { Pod } from "../kubernetes/pod.ts";
import { deploymentHashLabel, rolloutHashLabel } from "../kubernetes/workload.ts";
import { podHealth } from "./pod-health.ts";
import { isPodFinished, isSidecar, readPodStatus } from "./pod-status.ts";
import { cpuMillis, memoryMib } from "./quantity.ts";

/** All that is kept of a pod. Heartbeats and the like do not alter it. */
export interface PodFacts {
  uid: string;
  namespace: string;
  name: string;
  labels: Record<string, string>;
  ownerUid: string | null;
  ownerKind: string | null;
  ownerName: string | null;
  podHash: string | null;
  status: string;
  health: Health;
  ready: number;
  containers: number;
  restarts: number;
  node: string | null;
  /** The main container first; `sidecars` are those that stay beside them. */
  containerNames: string[];
  sidecars: string[];
  /** Those that ran before the others and ended, and those that `kubectl debug` put in: they have logs too. */
  initContainers: readonly string[];
  ephemeralContainers: readonly string[];
  requests: PodRow["requests"];
  createdAt: string;
  terminating: boolean;
  /** The end of its grace period; null unless it is being deleted. */
  deletionDueAt: string | null;
  /** It runs no more and never will again, such as an evicted one: what owns it has made another in its place. */
  finished: boolean;
}

/** Most pods have none of a sort, and thousands are held. */
const none: readonly string[] = [];
const namesOf = (containers: readonly { name: string }[]) =>
  containers.length === 0 ? none : containers.map(({ name }) => name);

/** Only what rows and decisions need: thousands of pods are held in memory. */
export function projectPod(pod: Pod): PodFacts {
  const { metadata, spec = {}, status = {} } = pod;
  const owner = findController(metadata);
  const containers = mainFirst(spec.containers, metadata.annotations);
  const initContainers = spec.initContainers ?? [];
  const sidecars = initContainers.filter(({ name }) => isSidecar(pod, name));
  const sidecarNames = new Set(sidecars.map(({ name }) => name));
  const { containerStatuses = [], initContainerStatuses = [] } = status;
  const running = [...containerStatuses, ...initContainerStatuses.filter(({ name }) => isSidecar(pod, name))];
  const all = [...containers, ...sidecars];
  const { initializing, ...told } = readPodStatus(pod);
  const ready = running.filter((container) => container.ready).length;
  const counted = initializing ? initContainerStatuses : running;
  const restarts = counted.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const sum = (read: (quantity: string | undefined) => number, resource: string) =>
    all.reduce((total, { resources }) => total + read(resources?.requests?.[resource]), 0);
  return {
    uid: metadata.uid,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    labels: metadata.labels ?? {},
    ownerUid: owner?.uid ?? null,
    ownerKind: owner?.kind ?? null,
    ownerName: owner?.name ?? null,
    podHash: metadata.labels?.[rolloutHashLabel] ?? metadata.labels?.[deploymentHashLabel] ?? null,
    status: told.text,
    health: podHealth(pod, { ...told, ready, containers: all.length, restarts, running }),
    ready,
    containers: all.length,
    restarts,
    node: spec.nodeName ?? null,
    containerNames: all.map(({ name }) => name),
    sidecars: [...containers.slice(1).map(({ name }) => name), ...sidecarNames],
    initContainers: namesOf(initContainers.filter(({ name }) => !isSidecar(pod, name))),
    ephemeralContainers: namesOf(spec.ephemeralContainers ?? []),
    requests: { cpuMillis: sum(cpuMillis, "cpu"), memoryMib: sum(memoryMib, "memory") },
    createdAt: metadata.creationTimestamp,
    terminating: metadata.deletionTimestamp !== undefined,
    deletionDueAt: metadata.deletionTimestamp ?? null,
    finished: isPodFinished(pod),
  };
}

/** All whose logs can be read. Without others the list is that of the facts, held once. */
export function allContainers({
  containerNames,
  initContainers,
  ephemeralContainers,
}: Pick<PodFacts, "containerNames" | "initContainers" | "ephemeralContainers">): string[] {
  const others = [...initContainers, ...ephemeralContainers];
  return others.length === 0 ? containerNames : [...containerNames, ...others];
}

/** The row that crosses to the browser. `owner` is the workload behind the ReplicaSet, as `Kind/name`. */
export function toPodRow(
  facts: PodFacts,
  context: { environment: string; owner: string | null; revision: number | null },
): PodRow {
  return {
    key: facts.uid,
    environment: context.environment,
    namespace: facts.namespace,
    name: facts.name,
    owner: context.owner,
    replicaSet: facts.ownerKind === "ReplicaSet" ? facts.ownerName : null,
    podHash: facts.podHash,
    revision: context.revision,
    status: facts.status,
    health: facts.health,
    ready: facts.ready,
    containers: facts.containers,
    restarts: facts.restarts,
    node: facts.node,
    containerNames: allContainers(facts),
    requests: facts.requests,
    createdAt: facts.createdAt,
    deletionDueAt: facts.deletionDueAt,
  };
}

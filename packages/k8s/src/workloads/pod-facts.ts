import type { Health, PodRow } from "@horizon/contracts";
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
  /** Main containers first; `sidecars` are those that stay beside them. */
  containerNames: string[];
  sidecars: string[];
  requests: PodRow["requests"];
  createdAt: string;
  terminating: boolean;
  /** It runs no more and never will again, such as an evicted one: what owns it has made another in its place. */
  finished: boolean;
}

/** Only what rows and decisions need: thousands of pods are held in memory. */
export function projectPod(pod: Pod): PodFacts {
  const { metadata, spec = {}, status = {} } = pod;
  const owner = findController(metadata);
  const containers = spec.containers ?? [];
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
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
    requests: { cpuMillis: sum(cpuMillis, "cpu"), memoryMib: sum(memoryMib, "memory") },
    createdAt: metadata.creationTimestamp,
    terminating: metadata.deletionTimestamp !== undefined,
    finished: isPodFinished(pod),
  };
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
    containerNames: facts.containerNames,
    requests: facts.requests,
    createdAt: facts.createdAt,
  };
}

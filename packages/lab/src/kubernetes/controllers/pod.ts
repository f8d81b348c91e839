import type { Requirement } from "../selectors/requirement.ts";
import type { KubeObject } from "../store/object-store.ts";

/** The parts of core/v1 Pod that the lab reads or writes. */
export interface Pod extends KubeObject {
  spec: PodSpec;
  status?: PodStatus;
}

export interface PodTemplateSpec {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: PodSpec;
}

/** core/v1 NodeSelectorTerm: all of it must hold. */
export interface NodeSelectorTerm {
  matchExpressions?: Requirement[];
  /** Knows `metadata.name` alone. */
  matchFields?: Requirement[];
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  nodeName?: string;
  hostname?: string;
  subdomain?: string;
  nodeSelector?: Record<string, string>;
  affinity?: {
    nodeAffinity?: {
      requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms: NodeSelectorTerm[] };
    };
  };
  hostNetwork?: boolean;
  volumes?: Volume[];
  tolerations?: Toleration[];
  serviceAccountName?: string;
  restartPolicy?: "Always" | "OnFailure" | "Never";
  terminationGracePeriodSeconds?: number;
  topologySpreadConstraints?: unknown[];
}

/** core/v1 Volume, as far as scheduling looks at it. */
export interface Volume {
  name: string;
  persistentVolumeClaim?: { claimName: string };
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  /** Waits for somebody who types. */
  stdin?: boolean;
  ports?: { name?: string; containerPort: number; protocol?: string }[];
  env?: unknown[];
  envFrom?: unknown[];
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  startupProbe?: Probe;
  /** `Always` makes an init container a sidecar. */
  restartPolicy?: "Always";
}

export interface Probe {
  httpGet?: { path?: string; port: number | string };
  tcpSocket?: { port: number | string };
  initialDelaySeconds?: number;
  periodSeconds?: number;
  failureThreshold?: number;
}

export interface Toleration {
  key?: string;
  operator?: "Exists" | "Equal";
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

export interface PodStatus {
  phase: "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";
  reason?: string;
  message?: string;
  conditions?: Condition[];
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
  ephemeralContainerStatuses?: ContainerStatus[];
  hostIP?: string;
  podIP?: string;
  podIPs?: { ip: string }[];
  startTime?: string;
  qosClass?: string;
}

export interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
  lastProbeTime?: string | null;
  lastHeartbeatTime?: string;
}

export interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: {
    exitCode: number;
    reason: string;
    startedAt: string;
    finishedAt: string;
    containerID: string;
  };
}

export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  containerID?: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
}

/** RFC 3339 to the second, as metav1.Time is written. */
export function kubeTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

export function findCondition(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** The list with `next` in it; `lastTransitionTime` stays unless the status changed. */
export function withCondition(conditions: readonly Condition[] | undefined, next: Condition): Condition[] {
  const known = findCondition(conditions, next.type);
  const merged =
    known?.status === next.status && known.lastTransitionTime !== undefined
      ? { ...next, lastTransitionTime: known.lastTransitionTime }
      : next;
  const others = conditions ?? [];
  if (!known) return [...others, merged];
  return others.map((condition) => (condition.type === next.type ? merged : condition));
}

export function isPodReady(pod: Pod): boolean {
  return findCondition(pod.status?.conditions, "Ready")?.status === "True";
}

/** Milliseconds until the pod counts as available; 0 when it does; undefined when it is not ready. */
export function availableInMs(pod: Pod, minReadySeconds: number, nowMs: number): number | undefined {
  const ready = findCondition(pod.status?.conditions, "Ready");
  if (ready?.status !== "True") return undefined;
  if (minReadySeconds === 0 || ready.lastTransitionTime === undefined) return 0;
  return Math.max(0, Date.parse(ready.lastTransitionTime) + minReadySeconds * 1000 - nowMs);
}

/** Its containers have ended for good. */
export function isPodOver({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** It was deleted, and may still be running. */
export function isPodLeaving({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** Neither finished nor on its way out: what a ReplicaSet counts. */
export function isPodActive(pod: Pod): boolean {
  return !isPodOver(pod) && !isPodLeaving(pod);
}

/** Restarts of all containers, as `kubectl get pods` shows them. */
export function podRestarts(pod: Pod): number {
  return (pod.status?.containerStatuses ?? []).reduce((sum, status) => sum + status.restartCount, 0);
}

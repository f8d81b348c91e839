import { createHash } from "node:crypto";
import {
  type Condition,
  type ContainerStatus,
  kubeTime,
  type Pod,
  type PodStatus,
  withCondition,
} from "../controllers/pod.ts";
import type { ContainerRun, Termination } from "./container-run.ts";

export interface PodObservation {
  pod: Pod;
  runs: readonly ContainerRun[];
  startedMs: number;
  hostIp: string;
  podIp: string;
  sandboxReady: boolean;
  /** Containers that run but fail their readiness probe. */
  neverReady: boolean;
  nowMs: number;
}

/** The status a kubelet reports for these containers. */
export function podStatus(observation: PodObservation): PodStatus {
  const { pod, runs, startedMs, hostIp, podIp, sandboxReady } = observation;
  const statuses = runs.map((run) => ({ role: run.role, status: containerStatus(run, observation) }));
  const containers = statuses.filter(({ role }) => role === "main").map(({ status }) => status);
  const inits = statuses.filter(({ role }) => role !== "main").map(({ status }) => status);
  return {
    phase: phaseOf(runs),
    conditions: podConditions(observation, [
      ...containers,
      ...inits.filter((_, index) => runs[index]?.role === "sidecar"),
    ]),
    ...(inits.length > 0 ? { initContainerStatuses: inits } : {}),
    containerStatuses: containers,
    hostIP: hostIp,
    ...(sandboxReady ? { podIP: podIp, podIPs: [{ ip: podIp }] } : {}),
    startTime: kubeTime(startedMs),
    qosClass: pod.spec.containers.some(({ resources }) => resources?.requests) ? "Burstable" : "BestEffort",
  };
}

/** Whether the container passes its readiness probe now. */
export function isRunReady(run: ContainerRun, neverReady: boolean, nowMs: number): boolean {
  return run.phase === "running" && nowMs >= run.readyMs && !(neverReady && run.role === "main");
}

/** `containerd://…` of one instance of a container: another id after each restart. */
function containerId(podUid: string, name: string, restart: number): string {
  return `containerd://${createHash("sha256").update(`${podUid}/${name}/${restart}`).digest("hex")}`;
}

function phaseOf(runs: readonly ContainerRun[]): PodStatus["phase"] {
  const main = runs.filter(({ role }) => role === "main");
  if (main.every(({ phase }) => phase === "exited")) {
    return main.every(({ last }) => last?.exitCode === 0) ? "Succeeded" : "Failed";
  }
  const begun = main.every(
    ({ phase, last }) => phase === "running" || phase === "exited" || last !== undefined,
  );
  return begun ? "Running" : "Pending";
}

function containerStatus(
  run: ContainerRun,
  { pod, runs, nowMs, neverReady }: PodObservation,
): ContainerStatus {
  const { uid, name: podName, namespace = "" } = pod.metadata;
  const id = containerId(uid, run.name, run.restartCount);
  const passed = run.role === "init" && run.phase === "exited";
  const initializing =
    run.role === "main" && runs.some(({ role, phase }) => role === "init" && phase !== "exited");
  const waiting = (reason: string, message?: string) => ({
    waiting: { reason, ...(message ? { message } : {}) },
  });
  const state = (): ContainerStatus["state"] => {
    if (run.phase === "running") return { running: { startedAt: kubeTime(run.startedMs) } };
    if (run.phase === "exited" && run.last) return terminated(run.last, id);
    if (run.phase === "pull-failed")
      return waiting("ImagePullBackOff", `Back-off pulling image "${run.image}"`);
    if (run.phase === "backoff")
      return waiting("CrashLoopBackOff", backoffMessage(run, `${podName}_${namespace}(${uid})`));
    return waiting(initializing ? "PodInitializing" : "ContainerCreating");
  };
  return {
    name: run.name,
    image: run.image,
    imageID: run.startedMs > 0 ? run.image : "",
    ...(run.startedMs > 0 ? { containerID: id } : {}),
    ready: passed || isRunReady(run, neverReady, nowMs),
    started: run.phase === "running",
    restartCount: run.restartCount,
    state: state(),
    lastState:
      run.last && run.phase !== "exited"
        ? terminated(run.last, containerId(uid, run.name, lastRestart(run)))
        : {},
  };
}

/** In back-off the last instance is the present one; once running again it is the one before. */
function lastRestart(run: ContainerRun): number {
  return run.phase === "backoff" ? run.restartCount : Math.max(0, run.restartCount - 1);
}

function backoffMessage(run: ContainerRun, pod: string): string {
  const waitSeconds = Math.round(((run.dueMs ?? 0) - (run.last?.finishedMs ?? 0)) / 1000);
  const wait = waitSeconds >= 60 ? `${Math.floor(waitSeconds / 60)}m${waitSeconds % 60}s` : `${waitSeconds}s`;
  return `back-off ${wait} restarting failed container=${run.name} pod=${pod}`;
}

function terminated(last: Termination, containerID: string): ContainerStatus["state"] {
  const { exitCode, reason, startedMs, finishedMs } = last;
  return {
    terminated: {
      exitCode,
      reason,
      startedAt: kubeTime(startedMs),
      finishedAt: kubeTime(finishedMs),
      containerID,
    },
  };
}

function podConditions(
  { pod, runs, nowMs, startedMs, sandboxReady }: PodObservation,
  serving: ContainerStatus[],
): Condition[] {
  const unready = serving.filter(({ ready }) => !ready).map(({ name }) => name);
  const uninitialized = runs
    .filter((run) => run.role === "init" && run.phase !== "exited")
    .map(({ name }) => name);
  const hasSucceeded = phaseOf(runs) === "Succeeded";
  const missing = hasSucceeded
    ? { reason: "PodCompleted" }
    : {
        reason: "ContainersNotReady",
        message: `containers with unready status: [${unready.join(" ")}]`,
      };
  const condition = (type: string, isTrue: boolean, why: object = {}, atMs = nowMs): Condition => ({
    type,
    status: isTrue ? "True" : "False",
    ...(isTrue ? {} : why),
    lastProbeTime: null,
    lastTransitionTime: kubeTime(atMs),
  });
  const incomplete = {
    reason: "ContainersNotInitialized",
    message: `containers with incomplete status: [${uninitialized.join(" ")}]`,
  };
  return [
    condition("PodReadyToStartContainers", sandboxReady && !hasSucceeded),
    condition("Initialized", uninitialized.length === 0, incomplete),
    condition("Ready", unready.length === 0, missing),
    condition("ContainersReady", unready.length === 0, missing),
    condition("PodScheduled", true, {}, startedMs),
  ].reduce<Condition[]>(withCondition, [...(pod.status?.conditions ?? [])]);
}

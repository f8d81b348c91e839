import type { KubeObject } from "../../store/object-store.ts";
import { type JsonObject, numberAt, objectsAt, readPath, textAt } from "../../store/read-path.ts";
import { humanDuration } from "./human-duration.ts";

export interface PodSummary {
  ready: string;
  status: string;
  restarts: string;
}

function terminatedReason(status: JsonObject): string | undefined {
  const terminated = readPath(status, ["state", "terminated"]);
  if (terminated === undefined) return undefined;
  const reason = textAt(terminated, ["reason"]);
  if (reason) return reason;
  const signal = numberAt(terminated, ["signal"]);
  return signal ? `Signal:${signal}` : `ExitCode:${numberAt(terminated, ["exitCode"]) ?? 0}`;
}

/** The init container that holds the pod up, as `Init:CrashLoopBackOff` or `Init:0/2`. */
function initReason(pod: KubeObject): string | undefined {
  const statuses = objectsAt(pod, ["status", "initContainerStatuses"]);
  for (const [index, status] of statuses.entries()) {
    const exitCode = numberAt(status, ["state", "terminated", "exitCode"]);
    if (exitCode === 0 || status.started === true) continue;
    if (exitCode !== undefined) return `Init:${terminatedReason(status)}`;
    const waiting = textAt(status, ["state", "waiting", "reason"]);
    if (waiting && waiting !== "PodInitializing") return `Init:${waiting}`;
    return `Init:${index}/${objectsAt(pod, ["spec", "initContainers"]).length}`;
  }
  return undefined;
}

function containerReason(pod: KubeObject, statuses: readonly JsonObject[]): string {
  let reason = textAt(pod, ["status", "reason"]) ?? textAt(pod, ["status", "phase"]) ?? "Unknown";
  let isRunning = false;
  for (const status of statuses.toReversed()) {
    const waiting = textAt(status, ["state", "waiting", "reason"]);
    const terminated = terminatedReason(status);
    if (waiting) reason = waiting;
    else if (terminated) reason = terminated;
    else if (status.ready === true && readPath(status, ["state", "running"])) isRunning = true;
  }
  if (reason !== "Completed" || !isRunning) return reason;
  const isReady = objectsAt(pod, ["status", "conditions"]).some(
    ({ type, status }) => type === "Ready" && status === "True",
  );
  return isReady ? "Running" : "NotReady";
}

/** What `kubectl get pods` says of a pod: `printPod` of a real server. */
export function summarizePod(pod: KubeObject, nowMs: number): PodSummary {
  const statuses = objectsAt(pod, ["status", "containerStatuses"]);
  const total = objectsAt(pod, ["spec", "containers"]).length;
  const ready = statuses.filter((status) => status.ready === true && readPath(status, ["state", "running"]));
  const restarts = statuses.reduce((sum, status) => sum + (numberAt(status, ["restartCount"]) ?? 0), 0);
  const lastEnds = statuses
    .map((status) => Date.parse(textAt(status, ["lastState", "terminated", "finishedAt"]) ?? ""))
    .filter((timeMs) => !Number.isNaN(timeMs));
  const ago =
    restarts > 0 && lastEnds.length > 0 ? ` (${humanDuration(nowMs - Math.max(...lastEnds))} ago)` : "";
  const phase = textAt(pod, ["status", "phase"]);
  const isOver = phase === "Succeeded" || phase === "Failed";
  let status = initReason(pod) ?? containerReason(pod, statuses);
  if (pod.metadata.deletionTimestamp && textAt(pod, ["status", "reason"]) === "NodeLost") status = "Unknown";
  else if (pod.metadata.deletionTimestamp && !isOver) status = "Terminating";
  return { ready: `${ready.length}/${total}`, status, restarts: `${restarts}${ago}` };
}

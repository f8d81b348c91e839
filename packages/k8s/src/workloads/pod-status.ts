import type { Health } from "@horizon/contracts";
import type { ContainerStatus, Pod } from "../kubernetes/pod.ts";

/** The STATUS column of `kubectl get pods`, by the rules of its printer. */
export function podStatusText(pod: Pod): string {
  const { status = {}, spec = {}, metadata } = pod;
  let reason = status.reason || status.phase || "Unknown";
  const initContainers = spec.initContainers ?? [];
  let isInitializing = false;
  for (const [index, init] of (status.initContainerStatuses ?? []).entries()) {
    const isSidecar = initContainers.find(({ name }) => name === init.name)?.restartPolicy === "Always";
    const text = initStatusText(init, isSidecar, index, initContainers.length);
    if (text === undefined) continue;
    reason = text;
    isInitializing = true;
    break;
  }
  if (!isInitializing) reason = containersStatusText(status.containerStatuses ?? [], reason, pod);
  if (!metadata.deletionTimestamp) return reason;
  return status.reason === "NodeLost" ? "Unknown" : "Terminating";
}

function initStatusText(
  init: ContainerStatus,
  isSidecar: boolean,
  index: number,
  count: number,
): string | undefined {
  const { terminated, waiting } = init.state ?? {};
  if (terminated?.exitCode === 0) return undefined;
  if (isSidecar && (init.ready || init.state?.running)) return undefined;
  if (terminated) return `Init:${terminated.reason || endText(terminated)}`;
  if (waiting?.reason && waiting.reason !== "PodInitializing") return `Init:${waiting.reason}`;
  return `Init:${index}/${count}`;
}

function containersStatusText(containers: readonly ContainerStatus[], fallback: string, pod: Pod): string {
  let reason = fallback;
  let hasRunning = false;
  for (const { state, ready } of containers.toReversed()) {
    if (state?.waiting?.reason) reason = state.waiting.reason;
    else if (state?.terminated) reason = state.terminated.reason || endText(state.terminated);
    else if (ready && state?.running) hasRunning = true;
  }
  if (reason !== "Completed" || !hasRunning) return reason;
  const isReady = pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
  return isReady ? "Running" : "NotReady";
}

const endText = ({ signal, exitCode }: { signal?: number; exitCode: number }) =>
  signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;

const brokenPattern =
  /BackOff|^Err|Error|OOMKilled|Evicted|InvalidImageName|CreateContainer|RunContainerError|ContainerCannotRun|ContainerStatusUnknown|^ExitCode|^Signal|^Failed$|DeadlineExceeded|Unexpected/;

/** Health of one pod from its status text and readiness. */
export function podHealth(status: string, ready: number, containers: number, restarts: number): Health {
  if (status === "Unknown" || status === "NodeLost") return { state: "Unknown", reason: "its node is lost" };
  if (status === "Succeeded" || status === "Completed") return { state: "Healthy", reason: "" };
  if (status === "Terminating") return { state: "Progressing", reason: "terminating" };
  if (brokenPattern.test(status)) return { state: "Failed", reason: status };
  if (status === "Running" || status === "NotReady") {
    if (ready >= containers) return { state: "Healthy", reason: "" };
    const reason = `${ready} of ${containers} containers ready`;
    return { state: restarts > 0 ? "Degraded" : "Progressing", reason };
  }
  return { state: "Progressing", reason: status };
}

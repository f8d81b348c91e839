import type { ContainerStatus, Pod } from "../kubernetes/pod.ts";

interface PodStatus {
  text: string;
  /** The container that the text speaks of; undefined where it speaks of the pod. */
  container?: ContainerStatus;
  /** The init containers are not through. */
  initializing: boolean;
}

type Told = Omit<PodStatus, "initializing">;

/** The STATUS column of `kubectl get pods`, by the rules of its printer, and the container that it is taken from. */
export function readPodStatus(pod: Pod): PodStatus {
  const { status = {}, metadata } = pod;
  const holding = findHoldingInit(pod);
  const isInitialized = status.conditions?.some(
    (condition) => condition.type === "Initialized" && condition.status === "True",
  );
  const initializing = holding !== undefined && !isInitialized;
  if (metadata.deletionTimestamp && status.reason === "NodeLost") return { text: "Unknown", initializing };
  if (metadata.deletionTimestamp && !isPodFinished(pod)) return { text: "Terminating", initializing };
  const base = holding ?? { text: isHeldByGate(pod) ? gated : status.reason || status.phase || "Unknown" };
  return { ...(initializing ? base : readContainers(pod, base)), initializing };
}

const gated = "SchedulingGated";
const isHeldByGate = ({ status }: Pod) =>
  status?.conditions?.some(({ type, reason }) => type === "PodScheduled" && reason === gated);

/** It runs no more and never will again. */
export const isPodFinished = ({ status }: Pod) => status?.phase === "Failed" || status?.phase === "Succeeded";

/** Whether the init container stays beside the main ones. */
export function isSidecar({ spec }: Pod, name: string): boolean {
  return spec?.initContainers?.find((init) => init.name === name)?.restartPolicy === "Always";
}

/** The first init container that is not through, or sidecar that has not started. */
function findHoldingInit(pod: Pod): Told | undefined {
  const count = pod.spec?.initContainers?.length ?? 0;
  for (const [index, init] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const { terminated, waiting } = init.state ?? {};
    if (terminated?.exitCode === 0 || (isSidecar(pod, init.name) && (init.started ?? init.ready))) continue;
    if (terminated) return { text: `Init:${terminated.reason || endText(terminated)}`, container: init };
    const isWaiting = waiting?.reason && waiting.reason !== "PodInitializing";
    return { text: `Init:${isWaiting ? waiting.reason : `${index}/${count}`}`, container: init };
  }
  return undefined;
}

function readContainers(pod: Pod, base: Told): Told {
  let told = base;
  let hasRunning = false;
  for (const container of (pod.status?.containerStatuses ?? []).toReversed()) {
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) told = { text: waiting.reason, container };
    else if (terminated) told = { text: terminated.reason || endText(terminated), container };
    else if (container.ready && running) hasRunning = true;
  }
  if (told.text !== "Completed" || !hasRunning) return told;
  const isReady = pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
  return { text: isReady ? "Running" : "NotReady" };
}

const endText = ({ signal, exitCode }: { signal?: number; exitCode: number }) =>
  signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;

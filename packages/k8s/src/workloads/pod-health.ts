import type { Health } from "@horizon/contracts";
import type { ContainerStatus, Pod } from "../kubernetes/pod.ts";

interface SeenPod {
  /** kubectl's word, and the container that it speaks of. */
  text: string;
  container?: ContainerStatus;
  ready: number;
  containers: number;
  restarts: number;
  /** The containers that stay, sidecars among them. */
  running: readonly ContainerStatus[];
}

const brokenPattern =
  /BackOff|^Err|Error|OOMKilled|Evicted|InvalidImageName|CreateContainer|RunContainerError|ContainerCannotRun|ContainerStatusUnknown|^ExitCode|^Signal|RegistryUnavailable|SignatureValidationFailed|^Failed$|DeadlineExceeded|Unexpected/;

/** Health of one pod; its reason says what kubectl's word for it does not. */
export function podHealth(pod: Pod, seen: SeenPod): Health {
  const { text, ready, containers } = seen;
  const phase = pod.status?.phase;
  if (text === "Unknown" || text === "NodeLost") return { state: "Unknown", reason: "its node is lost" };
  if (phase === "Succeeded") return { state: "Healthy", reason: "" };
  if (phase === "Failed") return { state: "Failed", reason: clip(pod.status?.message) || text };
  if (isOnSilentNode(pod)) return { state: "Unknown", reason: "its node does not report" };
  if (text === "Terminating") return { state: "Progressing", reason: text };
  if (brokenPattern.test(text.replace(/^Init:/, ""))) {
    return { state: "Failed", reason: describeBreak(pod, seen) || text };
  }
  if (text === "Completed") return { state: "Degraded", reason: "it ended by itself, with exit code 0" };
  if (text !== "Running" && text !== "NotReady")
    return { state: "Progressing", reason: describeWait(pod) || text };
  const before = lastEnd(seen.running);
  const unmet = ready >= containers ? unmetGate(pod) : `${ready} of ${containers} containers ready`;
  if (unmet === undefined) return { state: "Healthy", reason: before && `restarted after ${before}` };
  const isWorse = seen.restarts > 0 || wasReady(pod, seen.running);
  const reason = before ? `${unmet}, after ${before}` : unmet;
  return { state: isWorse ? "Degraded" : "Progressing", reason };
}

const findCondition = ({ status }: Pod, type: string) =>
  status?.conditions?.find((condition) => condition.type === type);

/** The node controller takes readiness from the pods of a silent node without a reason; a kubelet always gives one. */
function isOnSilentNode(pod: Pod): boolean {
  const ready = findCondition(pod, "Ready");
  return ready?.status === "False" && !ready.reason;
}

/** Readiness that was lost after all containers ran, rather than not come to yet. */
function wasReady(pod: Pod, running: readonly ContainerStatus[]): boolean {
  const ready = findCondition(pod, "Ready");
  const lostAt = Date.parse(ready?.lastTransitionTime ?? "");
  const starts = running.map(({ state }) => Date.parse(state?.running?.startedAt ?? ""));
  return ready?.status === "False" && starts.length > 0 && starts.every((startedAt) => lostAt > startedAt);
}

/** A readiness gate, such as that of a load balancer, which keeps traffic from a pod whose containers are ready. */
function unmetGate(pod: Pod): string | undefined {
  if (findCondition(pod, "Ready")?.status !== "False") return undefined;
  const gate = pod.spec?.readinessGates?.find(
    ({ conditionType }) => findCondition(pod, conditionType)?.status !== "True",
  );
  return gate && `readiness gate ${gate.conditionType} is not met`;
}

function describeWait(pod: Pod): string {
  const scheduled = findCondition(pod, "PodScheduled");
  if (scheduled?.reason === "SchedulingGated") return "a scheduling gate holds it back";
  if (scheduled?.reason !== "Unschedulable") return "";
  // The scheduler tells as well, after this, that evicting others would not help.
  const [why] = (scheduled.message ?? "").split(/\.? preemption: /);
  return why ? `unschedulable, ${clip(why.replace(/\.$/, ""))}` : "unschedulable";
}

/** What a broken container tells beside the word: the image, the message, or how it ended last. */
function describeBreak(pod: Pod, { text, container }: SeenPod): string {
  if (!container) return "";
  if (/Image|ErrImagePull|RegistryUnavailable/.test(text)) {
    const { containers = [], initContainers = [] } = pod.spec ?? {};
    return [...containers, ...initContainers].find(({ name }) => name === container.name)?.image ?? "";
  }
  if (text.endsWith("CrashLoopBackOff")) return describeEnd(container.lastState?.terminated);
  return clip(container.state?.waiting?.message);
}

/** Empty for the plain case: an error with exit code 1. */
function describeEnd(end: NonNullable<ContainerStatus["lastState"]>["terminated"]): string {
  if (!end) return "";
  if (end.reason && end.reason !== "Error" && end.reason !== "Completed") return end.reason;
  return end.exitCode === 1 ? "" : `exit code ${end.exitCode}`;
}

const lastEnd = (running: readonly ContainerStatus[]) =>
  running.some(({ lastState }) => lastState?.terminated?.reason === "OOMKilled") ? "OOMKilled" : "";

const maxLength = 160;

/** The first line of a message, as long as a row can show. */
function clip(message = ""): string {
  const [line = ""] = message.trim().split("\n");
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

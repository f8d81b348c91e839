import type { PodRow } from "@horizon/contracts";
import { formatDuration } from "../../components/ui/format-time.ts";
import { compareWorstFirst } from "../../components/ui/health-order.ts";
import { compareText } from "./workload-order.ts";

/** Problems first, then by name and key. */
export function comparePods(left: PodRow, right: PodRow): number {
  return (
    compareWorstFirst(left.health.state, right.health.state) ||
    compareText(left.name, right.name) ||
    compareText(left.key, right.key)
  );
}

/** `2 of 6 pods are not ready; 14 restarts in all` */
export function podsSentence(
  pods: readonly Pick<PodRow, "ready" | "containers" | "health" | "restarts">[],
): string {
  if (pods.length === 0) return "No pods";
  // One that goes, or that a load balancer does not take yet, serves nobody though its containers are ready.
  const unready = pods.filter((pod) => pod.ready < pod.containers || pod.health.state !== "Healthy").length;
  const restarts = pods.reduce((sum, pod) => sum + pod.restarts, 0);
  const noun = pods.length === 1 ? "pod" : "pods";
  const state =
    unready === 0
      ? `${pods.length} ${noun}, all ready`
      : `${unready} of ${pods.length} ${noun} ${unready === 1 ? "is" : "are"} not ready`;
  return restarts === 0 ? state : `${state}; ${restarts} ${restarts === 1 ? "restart" : "restarts"} in all`;
}

/** A kubelet kills what its grace period did not end, within seconds. */
const overdueAfterMs = 30_000;

/** kubectl's word for the pod, and why: `CrashLoopBackOff: exit 1`, `Terminating: 5 min over its time`. */
export function podReason(
  { status, health, deletionDueAt }: Pick<PodRow, "status" | "health" | "deletionDueAt">,
  now: number,
): string {
  const overMs = deletionDueAt ? now - Date.parse(deletionDueAt) : 0;
  if (status === "Terminating" && overMs > overdueAfterMs && health.reason === status) {
    return `${status}: ${formatDuration(overMs)} over its time`;
  }
  return health.reason === "" || health.reason === status ? status : `${status}: ${health.reason}`;
}

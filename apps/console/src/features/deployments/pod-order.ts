import type { PodRow } from "@horizon/contracts";
import { compareWorstFirst, needsAttention } from "../../components/ui/health-order.ts";
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
export function podsSentence(pods: readonly PodRow[]): string {
  if (pods.length === 0) return "No pods";
  const unready = pods.filter((pod) => pod.ready < pod.containers || needsAttention(pod.health.state)).length;
  const restarts = pods.reduce((sum, pod) => sum + pod.restarts, 0);
  const noun = pods.length === 1 ? "pod" : "pods";
  const state =
    unready === 0
      ? `${pods.length} ${noun}, all ready`
      : `${unready} of ${pods.length} ${noun} ${unready === 1 ? "is" : "are"} not ready`;
  return restarts === 0 ? state : `${state}; ${restarts} ${restarts === 1 ? "restart" : "restarts"} in all`;
}

/** kubectl's word for the pod, and why: `CrashLoopBackOff: exit 1`. */
export function podReason({ status, health }: PodRow): string {
  return health.reason === "" || health.reason === status ? status : `${status}: ${health.reason}`;
}

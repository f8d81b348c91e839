import { allocatable, findToleration, type Node, podRequests, type Resources, type Taint } from "./node.ts";
import { matchesNode } from "./node-affinity.ts";
import type { Pod } from "./pod.ts";

/** What is taken on a node already. */
export interface NodeUsage extends Resources {
  /** Pods on the node that belong to the workload in question. */
  siblings: number;
}

export type NodeChoice = { node: string } | { message: string };

/**
 * The node for a pod: of those that fit, the one with the fewest pods of the same workload, then the one with the most room left.
 * Otherwise the message of kube-scheduler's FailedScheduling.
 */
export function chooseNode(
  pod: Pod,
  nodes: readonly Node[],
  usageOf: (node: string) => NodeUsage,
): NodeChoice {
  const faults = new Map<string, number>();
  let best: { node: string; siblings: number; load: number } | undefined;
  for (const node of nodes) {
    const { name } = node.metadata;
    const usage = usageOf(name);
    const fault = findFault(pod, node, usage);
    if (fault !== undefined) {
      faults.set(fault, (faults.get(fault) ?? 0) + 1);
      continue;
    }
    const load = loadAfter(pod, node, usage);
    const isBetter =
      !best || usage.siblings < best.siblings || (usage.siblings === best.siblings && load < best.load);
    if (isBetter) best = { node: name, siblings: usage.siblings, load };
  }
  if (best) return { node: best.node };
  const reasons = [...faults]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([fault, count]) => `${count} ${fault}`);
  const why = reasons.length > 0 ? `: ${reasons.join(", ")}` : "";
  return { message: `0/${nodes.length} nodes are available${why}.` };
}

/** How a cordoned node looks to a pod: those of a DaemonSet tolerate it. */
const UNSCHEDULABLE: Taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };

function findFault(pod: Pod, node: Node, usage: NodeUsage): string | undefined {
  if (node.spec.unschedulable && repels(pod, UNSCHEDULABLE)) return "node(s) were unschedulable";
  if (!matchesNode(pod, node)) return "node(s) didn't match Pod's node affinity/selector";
  const taint = node.spec.taints?.find((candidate) => repels(pod, candidate));
  if (taint) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ""}}`;
  const room = allocatable(node);
  const { cpu, memory } = podRequests(pod);
  if (usage.pods + 1 > room.pods) return "Too many pods";
  // A tolerance for sums of decimal fractions, far below a millicore.
  if (usage.cpu + cpu > room.cpu + 1e-9) return "Insufficient cpu";
  if (usage.memory + memory > room.memory) return "Insufficient memory";
  return undefined;
}

/** A NoExecute taint that the pod tolerates only for a while does not keep it from being placed. */
function repels(pod: Pod, taint: Taint): boolean {
  return taint.effect !== "PreferNoSchedule" && findToleration(pod, taint) === undefined;
}

function loadAfter(pod: Pod, node: Node, usage: NodeUsage): number {
  const room = allocatable(node);
  const { cpu, memory } = podRequests(pod);
  return (usage.cpu + cpu) / room.cpu + (usage.memory + memory) / room.memory + usage.pods / room.pods;
}

import type { Clock } from "../../world/clock.ts";
import type { ObjectStore, StoreEvent } from "../store/object-store.ts";
import { textAt } from "../store/read-path.ts";
import { type Controller, ownKey, type ReconcileKey, type ReconcileResult } from "./controller-runtime.ts";
import { createEventRecorder } from "./event-recorder.ts";
import { type Node, podRequests, type Resources } from "./node.ts";
import { chooseNode, type NodeUsage } from "./node-choice.ts";
import { findCondition, isPodOver, kubeTime, type Pod, withCondition } from "./pod.ts";

const RETRY_MS = 5_000;

/** What each node carries, kept up to date by pod events, so that placing a pod does not read all others. */
interface NodeLedger {
  observe(event: StoreEvent): void;
  usage(node: string, workload: string): NodeUsage;
}

/** Places pods that have no node yet. */
export function createScheduler(options: { store: ObjectStore; clock: Clock }): Controller {
  const { store, clock } = options;
  const record = createEventRecorder({ store, clock, component: "default-scheduler" });
  const ledger = createNodeLedger();

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const pod = store.find<Pod>("pods", namespace, name);
    if (!pod || !isWaiting(pod)) return;
    const workload = workloadOf(pod);
    const nodes = store.list<Node>("nodes");
    const missing = findMissingClaim(pod);
    const choice = missing
      ? { message: `0/${nodes.length} nodes are available: ${missing}.` }
      : chooseNode(pod, nodes, (node) => ledger.usage(node, workload));
    if ("node" in choice) {
      const bound = store.update<Pod>("pods", { ...pod, spec: { ...pod.spec, nodeName: choice.node } });
      const message = `Successfully assigned ${namespace}/${name} to ${choice.node}`;
      record(bound, { type: "Normal", reason: "Scheduled", message });
      return;
    }
    refuse(pod, choice.message);
    return { requeueAfterMs: RETRY_MS };
  }

  /** Why the pod's volumes keep it from every node; undefined when they do not. */
  function findMissingClaim({ metadata, spec }: Pod): string | undefined {
    for (const { persistentVolumeClaim } of spec.volumes ?? []) {
      if (!persistentVolumeClaim) continue;
      const { claimName } = persistentVolumeClaim;
      const claim = store.find("persistentvolumeclaims", metadata.namespace ?? "", claimName);
      if (!claim) return `persistentvolumeclaim ${JSON.stringify(claimName)} not found`;
      if (textAt(claim, ["status", "phase"]) !== "Bound")
        return "pod has unbound immediate PersistentVolumeClaims";
    }
    return undefined;
  }

  function refuse(pod: Pod, message: string): void {
    if (findCondition(pod.status?.conditions, "PodScheduled")?.message === message) return;
    const conditions = withCondition(pod.status?.conditions, {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message,
      lastProbeTime: null,
      lastTransitionTime: kubeTime(clock.now()),
    });
    const status = { ...pod.status, phase: "Pending" as const, conditions };
    record(store.updateStatus<Pod>("pods", { ...pod, status }), {
      type: "Warning",
      reason: "FailedScheduling",
      message,
    });
  }

  return {
    name: "scheduler",
    reconcile,
    watches: [
      {
        resource: "pods",
        map: (event) => {
          ledger.observe(event);
          return event.type !== "DELETED" && isWaiting(event.object as Pod) ? ownKey(event) : [];
        },
      },
    ],
  };
}

function isWaiting({ metadata, spec }: Pod): boolean {
  return spec.nodeName === undefined && metadata.deletionTimestamp === undefined;
}

/** Pods spread within the workload, across its revisions. */
function workloadOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.labels?.app ?? metadata.ownerReferences?.[0]?.name ?? metadata.name}`;
}

function createNodeLedger(): NodeLedger {
  const placed = new Map<string, { node: string; workload: string; requests: Resources }>();
  const nodes = new Map<string, Resources & { workloads: Map<string, number> }>();

  function count(uid: string, sign: 1 | -1): void {
    const entry = placed.get(uid);
    if (!entry) return;
    const usage = nodes.get(entry.node) ?? { cpu: 0, memory: 0, pods: 0, workloads: new Map() };
    usage.cpu += sign * entry.requests.cpu;
    usage.memory += sign * entry.requests.memory;
    usage.pods += sign;
    usage.workloads.set(entry.workload, (usage.workloads.get(entry.workload) ?? 0) + sign);
    nodes.set(entry.node, usage);
  }

  return {
    observe({ type, object }) {
      const pod = object as Pod;
      const { uid } = pod.metadata;
      const node = pod.spec.nodeName;
      const isOver = type === "DELETED" || isPodOver(pod);
      if (placed.has(uid) && (isOver || placed.get(uid)?.node !== node)) {
        count(uid, -1);
        placed.delete(uid);
      }
      if (!isOver && node !== undefined && !placed.has(uid)) {
        placed.set(uid, { node, workload: workloadOf(pod), requests: podRequests(pod) });
        count(uid, 1);
      }
    },
    usage(node, workload) {
      const usage = nodes.get(node);
      if (!usage) return { cpu: 0, memory: 0, pods: 0, siblings: 0 };
      const { cpu, memory, pods, workloads } = usage;
      return { cpu, memory, pods, siblings: workloads.get(workload) ?? 0 };
    },
  };
}

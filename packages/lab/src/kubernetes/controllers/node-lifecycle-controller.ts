import type { Clock } from "../../world/clock.ts";
import type { NodeFaults } from "../runtime/node-faults.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { type Controller, ownKey, type ReconcileKey, type ReconcileResult } from "./controller-runtime.ts";
import { createEventRecorder } from "./event-recorder.ts";
import { findToleration, type Node, type Taint } from "./node.ts";
import { type Condition, findCondition, isPodReady, kubeTime, type Pod, withCondition } from "./pod.ts";

export interface NodeLifecycleOptions {
  store: ObjectStore;
  clock: Clock;
  faults: NodeFaults;
  /** Silence after which a node counts as lost; kube-controller-manager's default is 40 s (50 s from 1.32). */
  graceMs?: number;
}

/** Real kubelets renew a Lease every 10 s and write the node itself only this often: no watch noise between. */
const HEARTBEAT_MS = 300_000;
const UNREACHABLE = "node.kubernetes.io/unreachable";
const DEFAULT_TOLERATION_SECONDS = 300;

/** Heartbeats of healthy nodes; a lost node becomes Unknown, is tainted, and its pods are evicted after their toleration. */
export function createNodeLifecycleController(options: NodeLifecycleOptions): Controller {
  const { store, clock, faults, graceMs = 40_000 } = options;
  const record = createEventRecorder({ store, clock, component: "node-controller" });
  const silentSince = new Map<string, number>();

  function reconcile({ name }: ReconcileKey): ReconcileResult | undefined {
    const node = store.find<Node>("nodes", null, name);
    if (!node) return;
    if (!faults.isLost(name)) return beat(node);
    const sinceMs = silentSince.get(name) ?? clock.now();
    silentSince.set(name, sinceMs);
    const leftMs = sinceMs + graceMs - clock.now();
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    if (findCondition(node.status?.conditions, "Ready")?.status !== "Unknown") markLost(node);
    return evict(node, sinceMs + graceMs);
  }

  function beat(node: Node): ReconcileResult {
    const { name } = node.metadata;
    const wasLost = silentSince.delete(name);
    const nowMs = clock.now();
    const ready = findCondition(node.status?.conditions, "Ready");
    const dueMs = Date.parse(ready?.lastHeartbeatTime ?? kubeTime(0)) + HEARTBEAT_MS - nowMs;
    if (ready?.status === "True" && dueMs > 0 && !wasLost) return { requeueAfterMs: dueMs };
    writeReady(node, { status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" });
    const taints = node.spec.taints?.filter(({ key }) => key !== UNREACHABLE) ?? [];
    if (taints.length !== (node.spec.taints?.length ?? 0)) writeTaints(name, taints);
    if (ready?.status === "Unknown") {
      record(node, { type: "Normal", reason: "NodeReady", message: `Node ${name} status is now: NodeReady` });
    }
    return { requeueAfterMs: HEARTBEAT_MS };
  }

  function markLost(node: Node): void {
    const { name } = node.metadata;
    writeReady(node, {
      status: "Unknown",
      reason: "NodeStatusUnknown",
      message: "Kubelet stopped posting node status.",
    });
    const timeAdded = kubeTime(clock.now());
    const taints: Taint[] = [
      { key: UNREACHABLE, effect: "NoSchedule", timeAdded },
      { key: UNREACHABLE, effect: "NoExecute", timeAdded },
    ];
    writeTaints(name, [...(node.spec.taints ?? []), ...taints]);
    record(node, {
      type: "Normal",
      reason: "NodeNotReady",
      message: `Node ${name} status is now: NodeNotReady`,
    });
    for (const pod of podsOn(name)) {
      if (isPodReady(pod)) {
        markUnready(pod);
        record(pod, { type: "Warning", reason: "NodeNotReady", message: "Node is not ready" });
      }
    }
  }

  function markUnready(pod: Pod): void {
    const lastTransitionTime = kubeTime(clock.now());
    const conditions = ["Ready", "ContainersReady"].reduce<Condition[]>(
      (list, type) => withCondition(list, { type, status: "False", lastProbeTime: null, lastTransitionTime }),
      [...(pod.status?.conditions ?? [])],
    );
    store.updateStatus<Pod>("pods", {
      ...pod,
      status: { ...pod.status, phase: pod.status?.phase ?? "Running", conditions },
    });
  }

  function evict(node: Node, lostMs: number): ReconcileResult | undefined {
    const nowMs = clock.now();
    const waits = podsOn(node.metadata.name).map((pod) => {
      const toleration = findToleration(pod, { key: UNREACHABLE, effect: "NoExecute" });
      if (toleration && toleration.tolerationSeconds === undefined) return 0;
      const leftMs = lostMs + (toleration?.tolerationSeconds ?? DEFAULT_TOLERATION_SECONDS) * 1000 - nowMs;
      if (leftMs > 0) return leftMs;
      const { namespace = "", name } = pod.metadata;
      store.delete("pods", namespace, name);
      record(pod, {
        type: "Normal",
        reason: "TaintManagerEviction",
        message: `Marking for deletion Pod ${namespace}/${name}`,
      });
      return 0;
    });
    const next = Math.min(...waits.filter((wait) => wait > 0));
    return Number.isFinite(next) ? { requeueAfterMs: next } : undefined;
  }

  function writeReady({ metadata }: Node, ready: Pick<Condition, "status" | "reason" | "message">): void {
    const node = store.find<Node>("nodes", null, metadata.name);
    if (!node) return;
    const time = kubeTime(clock.now());
    const heartbeat =
      ready.status === "True" ? time : findCondition(node.status?.conditions, "Ready")?.lastHeartbeatTime;
    const conditions = withCondition(node.status?.conditions, {
      type: "Ready",
      ...ready,
      lastHeartbeatTime: heartbeat ?? time,
      lastTransitionTime: time,
    });
    store.updateStatus<Node>("nodes", { ...node, status: { ...node.status, conditions } });
  }

  function writeTaints(name: string, taints: Taint[]): void {
    const node = store.find<Node>("nodes", null, name);
    if (!node) return;
    store.update<Node>("nodes", { ...node, spec: { ...node.spec, taints } });
  }

  const podsOn = (node: string): Pod[] =>
    store
      .list<Pod>("pods")
      .filter(({ metadata, spec }) => spec.nodeName === node && metadata.deletionTimestamp === undefined);

  return {
    name: "node-lifecycle",
    reconcile,
    watches: [{ resource: "nodes", map: (event) => (event.type === "DELETED" ? [] : ownKey(event)) }],
    triggers: [(enqueue) => faults.subscribe((name) => enqueue({ namespace: "", name }))],
  };
}

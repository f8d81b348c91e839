import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../../world/clock.ts";
import type { ObjectStore, StoreEvent } from "../../store/object-store.ts";
import {
  type Controller,
  ownerKey,
  ownKey,
  type ReconcileKey,
  type ReconcileResult,
} from "../controller-runtime.ts";
import { createPod, REFUSED_RETRY_MS } from "../create-pod.ts";
import { deletePod } from "../delete-pod.ts";
import { createEventRecorder } from "../event-recorder.ts";
import type { Node } from "../node.ts";
import type { Pod } from "../pod.ts";
import { REVISION_HASH } from "../revisions/controller-revision.ts";
import { ensureRevision, removeOldRevisions } from "../revisions/workload-revisions.ts";
import { newDaemonPod } from "./daemon-pod.ts";
import type { DaemonSet } from "./daemon-set.ts";
import { planDaemonSet } from "./daemon-set-plan.ts";

/** Keeps a pod on every node that a DaemonSet is meant for, as nodes come, change and go. */
export function createDaemonSetController({
  store,
  clock,
}: {
  store: ObjectStore;
  clock: Clock;
}): Controller {
  const record = createEventRecorder({ store, clock, component: "daemonset-controller" });

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const daemonSet = store.find<DaemonSet>("daemonsets.apps", namespace, name);
    if (!daemonSet || daemonSet.metadata.deletionTimestamp) return;
    const revision = ensureRevision(store, daemonSet);
    const hash = revision.metadata.labels?.[REVISION_HASH] ?? "";
    const pods = store.list<Pod>("pods", { namespace, ownerUid: daemonSet.metadata.uid });
    const nodes = store.list<Node>("nodes");
    const plan = planDaemonSet({ daemonSet, nodes, pods, hash, nowMs: clock.now() });
    const refused = plan.create.some(
      (node) => "refusal" in createPod(store, record, daemonSet, newDaemonPod(daemonSet, node, hash)),
    );
    for (const event of plan.events) record(daemonSet, event);
    for (const pod of plan.remove) deletePod(store, record, daemonSet, pod);
    if (!isDeepStrictEqual(plan.status, daemonSet.status))
      store.updateStatus<DaemonSet>("daemonsets.apps", { ...daemonSet, status: plan.status });
    removeOldRevisions(store, daemonSet, pods, [revision.metadata.name]);
    const wait = refused ? REFUSED_RETRY_MS : plan.requeueAfterMs;
    return wait === undefined ? undefined : { requeueAfterMs: wait };
  }

  function everyDaemonSet({ type, object, previous }: StoreEvent): ReconcileKey[] {
    if (type === "MODIFIED" && isSamePlace(object as Node, previous as Node)) return [];
    return store
      .list("daemonsets.apps")
      .map(({ metadata }) => ({ namespace: metadata.namespace ?? "", name: metadata.name }));
  }

  return {
    name: "daemonset",
    reconcile,
    watches: [
      { resource: "daemonsets.apps", map: ownKey },
      { resource: "pods", map: ownerKey("DaemonSet") },
      { resource: "nodes", map: everyDaemonSet },
    ],
  };
}

/** Whether nothing changed by which pods choose nodes: heartbeats concern nobody. */
const isSamePlace = (node: Node, before: Node) =>
  isDeepStrictEqual(node.metadata.labels, before.metadata.labels) &&
  isDeepStrictEqual(node.spec.taints, before.spec.taints);

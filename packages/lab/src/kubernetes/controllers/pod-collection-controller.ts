import type { Clock } from "../../world/clock.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { type Controller, ownKey, type ReconcileKey } from "./controller-runtime.ts";
import type { Pod } from "./pod.ts";

/** How long a node may be gone, and come again under its name, before its pods are given up. */
const QUARANTINE_MS = 40_000;

/** Removes the pods of nodes that were deleted: `podgc` of kube-controller-manager. */
export function createPodCollectionController(options: { store: ObjectStore; clock: Clock }): Controller {
  const { store, clock } = options;
  const goneSince = new Map<string, number>();

  function reconcile({ name: node }: ReconcileKey) {
    if (store.find("nodes", null, node)) return void goneSince.delete(node);
    const sinceMs = goneSince.get(node) ?? clock.now();
    goneSince.set(node, sinceMs);
    const leftMs = sinceMs + QUARANTINE_MS - clock.now();
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    goneSince.delete(node);
    for (const { metadata, spec } of store.list<Pod>("pods")) {
      if (spec.nodeName === node)
        store.delete("pods", metadata.namespace ?? "", metadata.name, { gracePeriodSeconds: 0 });
    }
    return undefined;
  }

  return {
    name: "pod-collection",
    reconcile,
    watches: [{ resource: "nodes", map: (event) => (event.type === "MODIFIED" ? [] : ownKey(event)) }],
  };
}

import type { Clock } from "../../world/clock.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { type Controller, ownKey, type ReconcileKey, type ReconcileResult } from "./controller-runtime.ts";
import type { KubeEvent } from "./event-recorder.ts";

/** The API server's default `--event-ttl`. */
const TTL_MS = 3_600_000;

/** Removes events an hour after they last happened, as etcd's lease does. */
export function createEventExpiryController({
  store,
  clock,
}: {
  store: ObjectStore;
  clock: Clock;
}): Controller {
  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const event = store.find<KubeEvent>("events", namespace, name);
    if (!event) return;
    const last = event.lastTimestamp ?? event.metadata.creationTimestamp;
    const leftMs = Date.parse(last) + TTL_MS - clock.now();
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    store.delete("events", namespace, name);
  }
  return {
    name: "event-expiry",
    reconcile,
    watches: [{ resource: "events", map: (event) => (event.type === "ADDED" ? ownKey(event) : []) }],
  };
}

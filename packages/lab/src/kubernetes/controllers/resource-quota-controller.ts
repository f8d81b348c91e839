import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../world/clock.ts";
import { type Amounts, addAmounts, formatAmount } from "../admission/resource-amounts.ts";
import { countedResource, isBoundBy, type ResourceQuota, usageOf } from "../admission/resource-quota.ts";
import type { KubeObject, ObjectStore, ResourceName, StoreEvent } from "../store/object-store.ts";
import { isStatusError } from "../store/status-error.ts";
import { type Controller, ownKey, type ReconcileKey, type ReconcileResult } from "./controller-runtime.ts";
import { isPodOver, type Pod } from "./pod.ts";

/** What went is counted anew this often at most: a quota of many pods is not counted for each that goes. */
const RECOUNT_MS = 5_000;

/** Counts what a namespace uses of its quotas: when they change, and when something went. Creations are charged at admission. */
export function createResourceQuotaController(options: { store: ObjectStore; clock: Clock }): Controller {
  const { store, clock } = options;
  const countedMs = new Map<string, number>();

  function reconcile({ namespace, name }: ReconcileKey): ReconcileResult | undefined {
    const quota = store.find<ResourceQuota>("resourcequotas", namespace, name);
    if (!quota) return void countedMs.delete(`${namespace}/${name}`);
    const isCounted = isDeepStrictEqual(quota.spec.hard ?? {}, quota.status?.hard);
    const leftMs = (countedMs.get(`${namespace}/${name}`) ?? 0) + RECOUNT_MS - clock.now();
    if (isCounted && leftMs > 0) return { requeueAfterMs: leftMs };
    countedMs.set(`${namespace}/${name}`, clock.now());
    const status = { hard: quota.spec.hard ?? {}, used: usedOf(quota) };
    if (!isDeepStrictEqual(status, quota.status))
      store.updateStatus<ResourceQuota>("resourcequotas", { ...quota, status });
    return undefined;
  }

  function usedOf(quota: ResourceQuota): Record<string, string> {
    const names = Object.keys(quota.spec.hard ?? {});
    const total = addAmounts(
      ...[...new Set(names.map(countedResource))].map((resource) => usageIn(quota, resource)),
    );
    return Object.fromEntries(names.map((name) => [name, formatAmount(name, total[name] ?? 0)]));
  }

  function usageIn(quota: ResourceQuota, resource: ResourceName): Amounts {
    return addAmounts(
      ...listServed(resource, quota.metadata.namespace ?? "")
        .filter((object) => isBoundBy(resource, object, quota))
        .map((object) => usageOf(resource, object)),
    );
  }

  /** A quota may count a kind that the cluster does not serve yet: there is none of it. */
  function listServed(resource: ResourceName, namespace: string): KubeObject[] {
    try {
      return store.list(resource, { namespace });
    } catch (error) {
      if (!isStatusError(error, "NotFound")) throw error;
      return [];
    }
  }

  const isOver = (pod: StoreEvent["object"] | undefined) => pod !== undefined && isPodOver(pod as Pod);
  function replenished({ type, resource, object, previous }: StoreEvent): ReconcileKey[] {
    const endedNow = resource === "pods" && type === "MODIFIED" && isOver(object) && !isOver(previous);
    const { namespace } = object.metadata;
    if ((type !== "DELETED" && !endedNow) || namespace === undefined) return [];
    return store
      .list("resourcequotas", { namespace })
      .map(({ metadata }) => ({ namespace, name: metadata.name }));
  }
  const changed = (event: StoreEvent) =>
    event.type === "MODIFIED" && event.object.spec === event.previous?.spec ? [] : ownKey(event);

  return {
    name: "resource-quota",
    reconcile,
    watches: [
      { resource: "resourcequotas", map: changed },
      { resource: "*", map: replenished },
    ],
  };
}

import type { ObjectStore } from "../store/object-store.ts";
import type { Controller, ReconcileKey } from "./controller-runtime.ts";

/** Gives every namespace the service account that pods run as when they name none, again when it was deleted. */
export function createDefaultAccountController({ store }: { store: ObjectStore }): Controller {
  function reconcile({ name: namespace }: ReconcileKey): undefined {
    const found = store.find("namespaces", null, namespace);
    if (!found || found.metadata.deletionTimestamp) return;
    if (store.find("serviceaccounts", namespace, "default")) return;
    store.create("serviceaccounts", {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace },
    });
  }
  const ofNamespace = (name: string): ReconcileKey => ({ namespace: "", name });
  return {
    name: "default-account",
    reconcile,
    watches: [
      { resource: "namespaces", map: ({ object }) => [ofNamespace(object.metadata.name)] },
      {
        resource: "serviceaccounts",
        map: ({ type, object }) => (type === "DELETED" ? [ofNamespace(object.metadata.namespace ?? "")] : []),
      },
    ],
  };
}

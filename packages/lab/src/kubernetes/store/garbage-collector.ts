import type { Clock } from "../../world/clock.ts";
import type { KubeObject, OwnerReference, ResourceName, StoreEvent } from "./object-store.ts";
import type { ResourceRegistry } from "./resource-registry.ts";
import { isStatusError } from "./status-error.ts";
import type { DeleteOptions, VersionedObjectStore } from "./versioned-object-store.ts";

const FOREGROUND = "foregroundDeletion";

type Dependent = { resource: ResourceName; object: KubeObject };

export interface GarbageCollector {
  /** The finalizers that a deletion with this policy puts on the object; nothing when it adds none. */
  finalizersFor(object: KubeObject, policy: DeleteOptions["propagationPolicy"]): string[] | undefined;
  /** Takes the owner off its dependents, so that they outlive it. */
  orphanDependents(owner: KubeObject): void;
}

/** Deletes what nobody owns any longer, and empties namespaces that are being deleted. */
export function startGarbageCollector(
  store: VersionedObjectStore,
  clock: Clock,
  registry: ResourceRegistry,
): GarbageCollector {
  const remove = ({ resource, object }: Dependent, policy?: DeleteOptions["propagationPolicy"]) => {
    const { namespace = null, name, uid, deletionTimestamp } = object.metadata;
    if (deletionTimestamp) return;
    unlessGone(() =>
      store.delete(resource, namespace, name, { propagationPolicy: policy, preconditions: { uid } }),
    );
  };
  function disown({ resource, object }: Dependent, keep: (owner: OwnerReference) => boolean): void {
    const ownerReferences = object.metadata.ownerReferences?.filter(keep);
    const metadata = { ...object.metadata, resourceVersion: "", ownerReferences };
    unlessGone(() => store.update(resource, { ...object, metadata }));
  }

  function collectDependents(ownerUid: string): void {
    for (const dependent of store.dependentsOf(ownerUid)) {
      const owners = dependent.object.metadata.ownerReferences ?? [];
      if (owners.some(({ uid }) => store.isAlive(uid))) disown(dependent, ({ uid }) => store.isAlive(uid));
      else remove(dependent, "Background");
    }
  }
  function releaseForeground(owner: Dependent): void {
    const { namespace = null, name, uid } = owner.object.metadata;
    const current = store.find(owner.resource, namespace, name);
    if (current?.metadata.uid !== uid || !current.metadata.finalizers?.includes(FOREGROUND)) return;
    const dependents = store.dependentsOf(uid);
    for (const dependent of dependents) remove(dependent, "Foreground");
    if (store.dependentsOf(uid).length > 0) return;
    const finalizers = current.metadata.finalizers.filter((finalizer) => finalizer !== FOREGROUND);
    unlessGone(() =>
      store.update(owner.resource, {
        ...current,
        metadata: { ...current.metadata, resourceVersion: "", finalizers },
      }),
    );
  }
  function emptyNamespace(name: string): void {
    const namespace = store.find("namespaces", null, name);
    if (!namespace?.metadata.deletionTimestamp) return;
    const contents = () =>
      registry
        .kinds()
        .filter((kind) => kind.namespaced)
        .flatMap(({ resource }) =>
          store.list(resource, { namespace: name }).map((object) => ({ resource, object })),
        );
    for (const content of contents()) remove(content);
    if (contents().length > 0) return;
    const spec = { ...(namespace.spec as object | undefined), finalizers: [] };
    const metadata = { ...namespace.metadata, resourceVersion: "" };
    unlessGone(() => store.update("namespaces", { ...namespace, metadata, spec }));
  }

  /** Foreground deletions that wait, by the uid of their owner, and namespaces that wait to be empty. */
  const foreground = new Map<string, Dependent>();
  const terminating = new Set<string>();
  const soon = (work: () => void) => void clock.schedule(0, work);

  store.subscribe("*", ({ type, resource, object }: StoreEvent) => {
    const { uid, name, namespace, deletionTimestamp, finalizers, ownerReferences } = object.metadata;
    if (type === "DELETED") {
      foreground.delete(uid);
      if (resource === "namespaces") terminating.delete(name);
      soon(() => collectDependents(uid));
      for (const owner of ownerReferences ?? []) {
        const waiting = foreground.get(owner.uid);
        if (waiting) soon(() => releaseForeground(waiting));
      }
      if (namespace && terminating.has(namespace)) soon(() => emptyNamespace(namespace));
    } else if (deletionTimestamp && resource === "namespaces" && !terminating.has(name)) {
      terminating.add(name);
      soon(() => emptyNamespace(name));
    } else if (deletionTimestamp && finalizers?.includes(FOREGROUND) && !foreground.has(uid)) {
      foreground.set(uid, { resource, object });
      soon(() => releaseForeground({ resource, object }));
    }
  });

  return {
    finalizersFor(object, policy) {
      if (policy !== "Foreground" || object.metadata.finalizers?.includes(FOREGROUND)) return undefined;
      return store.dependentsOf(object.metadata.uid).length > 0
        ? [...(object.metadata.finalizers ?? []), FOREGROUND]
        : undefined;
    },
    orphanDependents(owner) {
      for (const dependent of store.dependentsOf(owner.metadata.uid)) {
        disown(dependent, ({ uid }) => uid !== owner.metadata.uid);
      }
    },
  };
}

/** Runs a write whose object may have gone or changed meanwhile: then there is nothing left to do. */
function unlessGone(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (!isStatusError(error, "NotFound") && !isStatusError(error, "Conflict")) throw error;
  }
}

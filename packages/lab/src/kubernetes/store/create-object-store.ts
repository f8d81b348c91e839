import { randomInt, randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../world/clock.ts";
import { admitPod } from "../admission/admit-pod.ts";
import { chargeQuotas } from "../admission/charge-quotas.ts";
import type { FieldManager } from "../field-ownership/managers.ts";
import { trackUpdate } from "../field-ownership/track-update.ts";
import { createEventDispatcher } from "./event-dispatcher.ts";
import { createEventHistory, type EventHistory } from "./event-history.ts";
import { frozenCopy } from "./frozen-copy.ts";
import { startGarbageCollector } from "./garbage-collector.ts";
import { type ListPageRequest, listPage } from "./list-page.ts";
import { finalizersOf, isDeletionComplete, prepareDelete } from "./object-deletion.ts";
import type { KubeObject, ListFilter, NewKubeObject, ResourceName, StoreEvent } from "./object-store.ts";
import { createObjectTable, keyOf, keyOfObject, type ObjectTable } from "./object-table.ts";
import { prepareCreate, prepareStatusUpdate, prepareUpdate } from "./object-writes.ts";
import type { ResourceKind } from "./resource-kind.ts";
import type { ResourceRegistry } from "./resource-registry.ts";
import { alreadyExists, conflict, notFound } from "./status-error.ts";
import type { DeleteOptions, VersionedObjectStore, WriteOptions } from "./versioned-object-store.ts";

export interface ObjectStoreOptions {
  clock: Clock;
  registry: ResourceRegistry;
  /** The version before the first write. Give a rebuilt store another one: versions must not look related. */
  startVersion?: number;
  /** Events kept for each resource. */
  historyLimit?: number;
}

interface Shelf {
  kind: ResourceKind;
  table: ObjectTable;
  history: EventHistory;
}

const controllerNameOf = ({ custom }: ResourceKind) =>
  custom ? "rollouts-controller" : "kube-controller-manager";

/** No vowels and nothing that reads like another character, as in apimachinery's `rand.String`. */
const SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
const randomSuffix = () =>
  Array.from({ length: 5 }, () => SUFFIX_LETTERS[randomInt(SUFFIX_LETTERS.length)]).join("");

const hasLabels = (object: KubeObject, wanted: [string, string][]) =>
  wanted.every(([key, value]) => object.metadata.labels?.[key] === value);

/** An empty store in memory, with its garbage collector running on the clock. See `ObjectStore`. */
export function createObjectStore(options: ObjectStoreOptions): VersionedObjectStore {
  const { clock, registry, startVersion = 1_000, historyLimit = 10_000 } = options;
  const shelves = new Map<ResourceName, Shelf>();
  const alive = new Set<string>();
  const dispatcher = createEventDispatcher();
  let version = startVersion;

  function shelfOf(resource: ResourceName): Shelf {
    const known = shelves.get(resource);
    if (known) return known;
    const kind = registry.get(resource);
    const history = createEventHistory(historyLimit, startVersion);
    const shelf = { kind, table: createObjectTable(), history };
    shelves.set(resource, shelf);
    return shelf;
  }

  function getCurrent(shelf: Shelf, namespace: string | null | undefined, name: string): KubeObject {
    const current = shelf.table.get(keyOf(shelf.kind.namespaced ? namespace : null, name));
    if (!current) throw notFound(shelf.kind, name);
    return current;
  }

  function commit(shelf: Shelf, type: StoreEvent["type"], object: KubeObject, previous?: KubeObject) {
    version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(version) };
    const stored = frozenCopy({ ...object, metadata });
    const key = keyOfObject(stored);
    if (type === "DELETED") {
      shelf.table.remove(key);
      alive.delete(stored.metadata.uid);
    } else {
      shelf.table.put(key, stored);
      alive.add(stored.metadata.uid);
    }
    const event = { type, resource: shelf.kind.resource, object: stored, ...(previous ? { previous } : {}) };
    shelf.history.append(event);
    dispatcher.publish(event);
    return stored;
  }

  /** Controllers are tracked only where others are, and only for what is not status: most objects are theirs alone. */
  function withOwner(
    kind: ResourceKind,
    current: KubeObject | undefined,
    next: KubeObject,
    manager?: FieldManager,
  ): KubeObject {
    if (manager)
      return manager.operation === "Apply" ? next : trackUpdate(kind, current, next, manager, clock.now());
    const isShared = current?.metadata.managedFields !== undefined;
    const isSameContent = current?.spec === next.spec && current?.metadata === next.metadata;
    if (!isShared || isSameContent) return next;
    return trackUpdate(
      kind,
      current,
      next,
      { name: controllerNameOf(kind), operation: "Update" },
      clock.now(),
    );
  }

  /** Stores `next` unless it changes nothing; an object that only waited for its finalizers goes. */
  function write(shelf: Shelf, current: KubeObject, next: KubeObject, { dryRun, manager }: WriteOptions) {
    const frozen = frozenCopy(next);
    if (isDeepStrictEqual(frozen, current)) return current;
    const owned = withOwner(shelf.kind, current, frozen, manager);
    if (dryRun) return frozenCopy(owned);
    const type = isDeletionComplete(owned, finalizersOf(owned)) ? "DELETED" : "MODIFIED";
    return commit(shelf, type, owned, current);
  }

  function create(resource: ResourceName, object: NewKubeObject, { dryRun, manager }: WriteOptions = {}) {
    const shelf = shelfOf(resource);
    const given = { nowMs: clock.now(), uid: randomUUID(), suffix: randomSuffix() };
    let next = prepareCreate(shelf.kind, object, given);
    while (shelf.table.get(keyOfObject(next))) {
      if (object.metadata.name) throw alreadyExists(shelf.kind, next.metadata.name);
      next = prepareCreate(shelf.kind, object, { ...given, suffix: randomSuffix() });
    }
    if (resource === "pods") next = admitPod(store, shelf.kind, next);
    chargeQuotas(store, shelf.kind, next, { dryRun });
    if (manager) next = withOwner(shelf.kind, undefined, next, manager);
    return dryRun ? frozenCopy(next) : commit(shelf, "ADDED", next);
  }

  function remove(
    resource: ResourceName,
    namespace: string | null,
    name: string,
    request: DeleteOptions = {},
  ) {
    const shelf = shelfOf(resource);
    const current = getCurrent(shelf, namespace, name);
    const { uid, resourceVersion } = request.preconditions ?? {};
    if (uid && uid !== current.metadata.uid) throw conflict(shelf.kind, name, "Precondition failed: UID");
    if (resourceVersion && resourceVersion !== current.metadata.resourceVersion) {
      throw conflict(shelf.kind, name, "Precondition failed: resourceVersion");
    }
    const held = collector.finalizersFor(current, request.propagationPolicy);
    const marked = prepareDelete(shelf.kind, current, { nowMs: clock.now(), ...request });
    const next = held ? { ...marked, metadata: { ...marked.metadata, finalizers: held } } : marked;
    const removed = isDeletionComplete(next, finalizersOf(next));
    if (request.dryRun || (!removed && next === current)) return { object: next, removed };
    if (removed && request.propagationPolicy === "Orphan") collector.orphanDependents(current);
    return { object: commit(shelf, removed ? "DELETED" : "MODIFIED", next, current), removed };
  }

  function list(resource: ResourceName, { namespace, labels, ownerUid }: ListFilter = {}): KubeObject[] {
    const { table, history } = shelfOf(resource);
    const wanted = Object.entries(labels ?? {});
    const matches = wanted.length > 0 ? (object: KubeObject) => hasLabels(object, wanted) : undefined;
    if (ownerUid === undefined) return listPage(table, history, { namespace, matches }).objects;
    return table
      .ownedBy(ownerUid)
      .filter((object) => namespace === undefined || object.metadata.namespace === namespace)
      .filter((object) => !matches || matches(object));
  }

  const store = {
    find: (resource: ResourceName, namespace: string | null, name: string) => {
      const { kind, table } = shelfOf(resource);
      return table.get(keyOf(kind.namespaced ? namespace : null, name));
    },
    list,
    create,
    update(resource: ResourceName, object: KubeObject, writeOptions: WriteOptions = {}) {
      const shelf = shelfOf(resource);
      const current = getCurrent(shelf, object.metadata.namespace, object.metadata.name);
      return write(shelf, current, prepareUpdate(shelf.kind, current, object), writeOptions);
    },
    updateStatus(resource: ResourceName, object: KubeObject, writeOptions: WriteOptions = {}) {
      const shelf = shelfOf(resource);
      const current = getCurrent(shelf, object.metadata.namespace, object.metadata.name);
      return write(shelf, current, prepareStatusUpdate(shelf.kind, current, object), writeOptions);
    },
    delete: remove,
    subscribe: dispatcher.subscribe,
    listPage: (resource: ResourceName, request: ListPageRequest) => {
      const { table, history } = shelfOf(resource);
      return listPage(table, history, request);
    },
    eventsSince: (resource: ResourceName, from: number) => shelfOf(resource).history.since(from),
    currentVersion: () => version,
    compact: () => {
      for (const { history } of shelves.values()) history.compact(version);
    },
    dependentsOf: (ownerUid: string) =>
      [...shelves].flatMap(([resource, { table }]) =>
        table.ownedBy(ownerUid).map((object) => ({ resource, object })),
      ),
    isAlive: (uid: string) => alive.has(uid),
  } as VersionedObjectStore;
  const collector = startGarbageCollector(store, clock, registry);
  return store;
}

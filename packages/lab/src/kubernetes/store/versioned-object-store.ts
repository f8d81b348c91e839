import type { FieldManager } from "../field-ownership/managers.ts";
import type { ListPage, ListPageRequest } from "./list-page.ts";
import type {
  KubeObject,
  NewKubeObject,
  ObjectStore,
  PropagationPolicy,
  ResourceName,
  StoreEvent,
} from "./object-store.ts";

export interface WriteOptions {
  /** Answer with the outcome and store nothing. */
  dryRun?: boolean;
  /** Who writes. One that applies has worked out who owns what: the object's `managedFields` are then taken as they are. */
  manager?: FieldManager;
}

export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: PropagationPolicy;
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
}

/** The object store with what an API server needs beyond the controllers' interface. */
export interface VersionedObjectStore extends ObjectStore {
  create<T extends KubeObject>(resource: ResourceName, object: NewKubeObject<T>, options?: WriteOptions): T;
  update<T extends KubeObject>(resource: ResourceName, object: T, options?: WriteOptions): T;
  updateStatus<T extends KubeObject>(resource: ResourceName, object: T, options?: WriteOptions): T;
  /** The last state of the object: removed, or marked for deletion. */
  delete(
    resource: ResourceName,
    namespace: string | null,
    name: string,
    options?: DeleteOptions,
  ): { object: KubeObject; removed: boolean };
  listPage(resource: ResourceName, request: ListPageRequest): ListPage;
  /** Events of a resource after a version, oldest first; `null` when they are compacted away. */
  eventsSince(resource: ResourceName, version: number): StoreEvent[] | null;
  /** The version of the newest write. */
  currentVersion(): number;
  /** Forgets all history, so that every older version is 410 Expired. */
  compact(): void;
  dependentsOf(ownerUid: string): { resource: ResourceName; object: KubeObject }[];
  isAlive(uid: string): boolean;
}

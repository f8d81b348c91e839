/** `plural` for the core group, `plural.group` otherwise: the name kubectl uses. */
export type ResourceName =
  | "pods"
  | "services"
  | "endpoints"
  | "events"
  | "nodes"
  | "namespaces"
  | "configmaps"
  | "secrets"
  | "serviceaccounts"
  | "deployments.apps"
  | "replicasets.apps"
  | "horizontalpodautoscalers.autoscaling"
  | "poddisruptionbudgets.policy"
  | "rollouts.argoproj.io"
  | "analysisruns.argoproj.io"
  | "analysistemplates.argoproj.io"
  | "clusteranalysistemplates.argoproj.io"
  | "experiments.argoproj.io"
  | (string & {});

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  generateName?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: unknown[];
}

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: unknown;
  status?: unknown;
}

/** What a caller hands over to be created: the server fills in the rest of the metadata. */
export type NewKubeObject<T extends KubeObject = KubeObject> = Omit<T, "metadata"> & {
  metadata: Partial<ObjectMeta> & ({ name: string } | { generateName: string });
};

export interface StoreEvent<T extends KubeObject = KubeObject> {
  type: "ADDED" | "MODIFIED" | "DELETED";
  resource: ResourceName;
  object: T;
  /** The state before; absent for ADDED. */
  previous?: T;
}

export interface ListFilter {
  namespace?: string;
  /** Equality-based labels that must all match. */
  labels?: Record<string, string>;
  ownerUid?: string;
}

/** What becomes of what a deleted object owns. */
export type PropagationPolicy = "Background" | "Foreground" | "Orphan";

/**
 * The lab's etcd with the generic registry on top: uid, resourceVersion, generation, optimistic locking and
 * finalizers as a real API server does them. Objects that come out are frozen; change a copy and `update` it.
 *
 * `update` and `updateStatus` compare `metadata.resourceVersion` when it is present and not empty (409 Conflict).
 * `update` keeps the stored `status` of kinds with a status subresource and raises `generation` when `spec` changed;
 * `updateStatus` keeps everything but `status`. A write that changes nothing keeps its resourceVersion and emits nothing.
 * Errors are `StatusError`s (`./status-error.ts`).
 */
export interface ObjectStore {
  find<T extends KubeObject>(resource: ResourceName, namespace: string | null, name: string): T | undefined;
  list<T extends KubeObject>(resource: ResourceName, filter?: ListFilter): T[];
  create<T extends KubeObject>(resource: ResourceName, object: NewKubeObject<T>): T;
  update<T extends KubeObject>(resource: ResourceName, object: T): T;
  updateStatus<T extends KubeObject>(resource: ResourceName, object: T): T;
  /**
   * Pods get a deletionTimestamp and stay until the runtime finishes them with `gracePeriodSeconds: 0`;
   * objects with finalizers stay until those are gone; everything else goes at once. Unknown name: 404.
   */
  delete(
    resource: ResourceName,
    namespace: string | null,
    name: string,
    options?: { gracePeriodSeconds?: number; propagationPolicy?: PropagationPolicy },
  ): void;
  /** Synchronous, in order, after the write is visible. The listener must not throw. Returns the unsubscriber. */
  subscribe(resource: ResourceName | "*", listener: (event: StoreEvent) => void): () => void;
}

import type { KubeObject } from "./object-store.ts";

/** `namespace/name`, or `/name` for cluster-scoped objects. Keys sort as etcd's do. */
export const keyOf = (namespace: string | null | undefined, name: string): string =>
  `${namespace ?? ""}/${name}`;

export const keyOfObject = (object: KubeObject): string =>
  keyOf(object.metadata.namespace, object.metadata.name);

/** The objects of one resource, in key order, with an index by owner. */
export interface ObjectTable {
  get(key: string): KubeObject | undefined;
  put(key: string, object: KubeObject): void;
  remove(key: string): void;
  /** The sorted keys; do not change it, and do not hold it over a write. */
  keys(): readonly string[];
  ownedBy(uid: string): KubeObject[];
  size(): number;
}

/** The first index whose key is not less than `key`. */
export function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function createObjectTable(): ObjectTable {
  const objects = new Map<string, KubeObject>();
  const keys: string[] = [];
  const owned = new Map<string, Set<string>>();

  function index(key: string, object: KubeObject): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const set = owned.get(uid) ?? new Set();
      owned.set(uid, set.add(key));
    }
  }
  function unindex(key: string, object: KubeObject): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const set = owned.get(uid);
      set?.delete(key);
      if (set?.size === 0) owned.delete(uid);
    }
  }

  return {
    get: (key) => objects.get(key),
    put(key, object) {
      const before = objects.get(key);
      if (!before) keys.splice(lowerBound(keys, key), 0, key);
      if (before?.metadata.ownerReferences !== object.metadata.ownerReferences || !before) {
        if (before) unindex(key, before);
        index(key, object);
      }
      objects.set(key, object);
    },
    remove(key) {
      const before = objects.get(key);
      if (!before) return;
      unindex(key, before);
      objects.delete(key);
      keys.splice(lowerBound(keys, key), 1);
    },
    keys: () => keys,
    ownedBy(uid) {
      const found: KubeObject[] = [];
      for (const key of owned.get(uid) ?? []) {
        const object = objects.get(key);
        if (object) found.push(object);
      }
      return found;
    },
    size: () => objects.size,
  };
}

import type { KubeObject } from "../kubernetes/object-meta.ts";

export type Change<Item> =
  | { op: "upsert"; key: string; item: Item; previous: Item | undefined }
  | { op: "remove"; key: string; item: Item };

/** What a reflector keeps, by uid, and the changes that each list or event makes to it. */
interface ReflectorStore<Item> {
  readonly items: ReadonlyMap<string, Item>;
  /** Removals first, so that a name taken over by a new object is free before it comes. */
  replaceAll(listed: ReadonlyMap<string, Item>): Change<Item>[];
  /** The change that the event makes; undefined when what is kept stays the same. */
  apply(type: "ADDED" | "MODIFIED" | "DELETED", object: KubeObject): Change<Item> | undefined;
}

export function createReflectorStore<Item>(options: {
  /** Undefined leaves the object out. */
  project(object: KubeObject): Item | undefined;
  isEqual(left: Item, right: Item): boolean;
}): ReflectorStore<Item> {
  const items = new Map<string, Item>();

  function upsert(key: string, item: Item | undefined): Change<Item> | undefined {
    if (item === undefined) return remove(key);
    const previous = items.get(key);
    items.set(key, item);
    if (previous !== undefined && options.isEqual(previous, item)) return undefined;
    return { op: "upsert", key, item, previous };
  }

  function remove(key: string): Change<Item> | undefined {
    const item = items.get(key);
    if (item === undefined) return undefined;
    items.delete(key);
    return { op: "remove", key, item };
  }

  return {
    items,
    replaceAll(listed) {
      const changes: Change<Item>[] = [];
      const keep = (change: Change<Item> | undefined) => {
        if (change) changes.push(change);
      };
      for (const key of [...items.keys()]) if (!listed.has(key)) keep(remove(key));
      for (const [key, item] of listed) keep(upsert(key, item));
      return changes;
    },
    apply(type, object) {
      const { uid } = object.metadata;
      return type === "DELETED" ? remove(uid) : upsert(uid, options.project(object));
    },
  };
}

import type { KubeObject } from "../kubernetes/object-meta.ts";

export type Change<Item> =
  | { op: "upsert"; key: string; item: Item; previous: Item | undefined }
  | { op: "remove"; key: string; item: Item };

/** For kinds of which only the newest are kept. */
export interface Retention<Item> {
  /** Items kept at most. */
  readonly limit: number;
  /** Epoch ms. */
  timeOf(item: Item): number;
}

/** What a reflector keeps, by uid, and the changes that each list or event makes to it. */
interface ReflectorStore<Item> {
  readonly items: ReadonlyMap<string, Item>;
  /** What a list is to keep of an object until `replaceAll`; undefined for one that was let go of, however many there are. */
  projectListed(object: KubeObject): Item | undefined;
  /** Removals first, so that a name taken over by a new object is free before it comes. */
  replaceAll(listed: ReadonlyMap<string, Item>): Change<Item>[];
  /** The change that the event makes; undefined when what is kept stays the same. */
  apply(type: "ADDED" | "MODIFIED" | "DELETED", object: KubeObject): Change<Item> | undefined;
}

export function createReflectorStore<Item>(options: {
  /** Undefined leaves the object out. */
  project(object: KubeObject): Item | undefined;
  isEqual(left: Item, right: Item): boolean;
  /** All are kept when left out. What is let go is no change: the cluster still has it. */
  retention?: Retention<Item>;
  /** What it begins with. */
  seed?: ReadonlyMap<string, Item>;
}): ReflectorStore<Item> {
  const { retention } = options;
  // With a retention in the order in which they were last seen.
  const items = new Map<string, Item>(options.seed);
  let letGoUntilMs = Number.NEGATIVE_INFINITY;

  function upsert(key: string, item: Item | undefined): Change<Item> | undefined {
    if (item === undefined) return remove(key);
    const previous = items.get(key);
    if (retention) items.delete(key);
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

  function letGoOfOldest(): void {
    if (!retention) return;
    for (const [key, item] of items) {
      if (items.size <= retention.limit) return;
      items.delete(key);
      letGoUntilMs = Math.max(letGoUntilMs, retention.timeOf(item));
    }
  }

  /**
   * A list brings everything again that was let go of: it was reported when it came, and is not once
   * more. Of the last moment there may be others, which were not.
   */
  function wasLetGo(key: string, item: Item): boolean {
    return retention !== undefined && !items.has(key) && retention.timeOf(item) < letGoUntilMs;
  }

  return {
    items,
    projectListed(object) {
      const item = options.project(object);
      return item === undefined || wasLetGo(object.metadata.uid, item) ? undefined : item;
    },
    replaceAll(listed) {
      const changes: Change<Item>[] = [];
      const keep = (change: Change<Item> | undefined) => {
        if (change) changes.push(change);
      };
      for (const key of [...items.keys()]) if (!listed.has(key)) keep(remove(key));
      const ordered = retention
        ? [...listed].sort(([, a], [, b]) => retention.timeOf(a) - retention.timeOf(b))
        : listed;
      for (const [key, item] of ordered) if (!wasLetGo(key, item)) keep(upsert(key, item));
      letGoOfOldest();
      return changes;
    },
    apply(type, object) {
      const { uid } = object.metadata;
      const change = type === "DELETED" ? remove(uid) : upsert(uid, options.project(object));
      letGoOfOldest();
      return change;
    },
  };
}

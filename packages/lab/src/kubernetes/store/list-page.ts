import type { EventHistory } from "./event-history.ts";
import type { KubeObject } from "./object-store.ts";
import { keyOfObject, lowerBound, type ObjectTable } from "./object-table.ts";
import { tooOldResourceVersion } from "./status-error.ts";

export interface ListPageRequest {
  namespace?: string;
  /** The state as of this version; 410 when it is compacted. The newest state without it. */
  version?: number;
  /** Start after this key. */
  afterKey?: string;
  limit?: number;
  matches?: (object: KubeObject) => boolean;
}

export interface ListPage {
  objects: KubeObject[];
  /** The key of the last object, when more follow. */
  nextAfterKey?: string;
  /** How many keys follow; matches are not counted apart. */
  remaining: number;
}

/** The states that have changed since `version`, as they were then; `undefined` where an object did not exist. */
function statesBefore(history: EventHistory, version: number): Map<string, KubeObject | undefined> {
  const events = history.since(version);
  if (!events) throw tooOldResourceVersion(version, history.oldest());
  const states = new Map<string, KubeObject | undefined>();
  for (const event of events) {
    const key = keyOfObject(event.object);
    if (!states.has(key)) states.set(key, event.previous);
  }
  return states;
}

function keyRange(keys: readonly string[], request: ListPageRequest): [number, number] {
  const { namespace, afterKey } = request;
  const start = namespace === undefined ? 0 : lowerBound(keys, `${namespace}/`);
  // "0" is the character after "/".
  const end = namespace === undefined ? keys.length : lowerBound(keys, `${namespace}0`);
  if (afterKey === undefined) return [start, end];
  const next = lowerBound(keys, afterKey);
  return [Math.max(start, keys[next] === afterKey ? next + 1 : next), end];
}

/**
 * One page in key order. Pages of one version are one consistent snapshot: later writes are undone with the
 * history, which is what a continued list in etcd reads.
 */
export function listPage(table: ObjectTable, history: EventHistory, request: ListPageRequest): ListPage {
  const earlier = request.version === undefined ? undefined : statesBefore(history, request.version);
  let keys = table.keys();
  if (earlier?.size) {
    const gone = [...earlier].filter(([key, state]) => state && !table.get(key)).map(([key]) => key);
    if (gone.length > 0) keys = [...keys, ...gone].sort();
  }
  const [start, end] = keyRange(keys, request);
  const objects: KubeObject[] = [];
  for (let index = start; index < end; index++) {
    const key = keys[index] as string;
    const object = earlier?.has(key) ? earlier.get(key) : table.get(key);
    if (!object || (request.matches && !request.matches(object))) continue;
    if (request.limit && objects.length === request.limit) {
      const last = objects[objects.length - 1] as KubeObject;
      return { objects, nextAfterKey: keyOfObject(last), remaining: end - index };
    }
    objects.push(object);
  }
  return { objects, remaining: 0 };
}

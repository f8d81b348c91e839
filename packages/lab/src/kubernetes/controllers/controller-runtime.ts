import { performance } from "node:perf_hooks";
import type { Clock } from "../../world/clock.ts";
import type { ObjectStore, ResourceName, StoreEvent } from "../store/object-store.ts";
import { isStatusError } from "../store/status-error.ts";

/** Names one object to a controller. Cluster-scoped objects have the empty namespace. */
export interface ReconcileKey {
  namespace: string;
  name: string;
}

export interface ReconcileResult {
  /** Look at this key again after this time, unless something else brings it back sooner. */
  requeueAfterMs?: number;
}

export interface Watch {
  resource: ResourceName;
  /** Which keys of this controller a change concerns; on start it is called for every stored object as ADDED. */
  map: (event: StoreEvent) => ReconcileKey[];
}

export interface Controller {
  name: string;
  /** Level-based: reads the store, writes what differs. Throwing puts the key back with a growing delay. */
  reconcile: (key: ReconcileKey) => ReconcileResult | undefined;
  watches: Watch[];
  /** Other causes to look at a key, subscribed to while the controller runs; each returns its unsubscriber. */
  triggers?: ((enqueue: (key: ReconcileKey) => void) => () => void)[];
}

export interface ControllerManager {
  /** Adds a controller, stopped. */
  register(controller: Controller): void;
  /** Starts one controller, or all; what happened while it was stopped is found again by listing. */
  start(name?: string): void;
  /** Stops one controller, or all: no reconcile runs after this returns. */
  stop(name?: string): void;
  isRunning(name: string): boolean;
  names(): string[];
  /** Reconciles that wait now, over all controllers. */
  queueLength(): number;
}

export interface ControllerManagerOptions {
  store: ObjectStore;
  clock: Clock;
  /** Errors other than conflicts, which are expected. */
  onError?: (error: unknown, controller: string, key: ReconcileKey) => void;
  /** Real time that may be spent before other work of the process gets its turn. */
  sliceMs?: number;
}

interface RunningController {
  controller: Controller;
  running: boolean;
  queue: Map<string, ReconcileKey>;
  delayed: Map<string, () => void>;
  failures: Map<string, number>;
  unsubscribe: (() => void)[];
}

const BACKOFF_BASE_MS = 20;
const BACKOFF_MAX_MS = 10_000;
const DEFAULT_SLICE_MS = 10;

/** Delay before retry number `failures` (from 1): doubling, capped. */
function backoffMs(failures: number): number {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** (failures - 1));
}

/**
 * Runs controllers over one store: a de-duplicating work queue for each, one reconcile at a time, never inside
 * the write that caused it. All controllers of a manager share a time slice, so that thousands of keys
 * do not hold up the event loop of the process that also serves the API.
 */
export function createControllerManager(options: ControllerManagerOptions): ControllerManager {
  const { store, clock, onError, sliceMs = DEFAULT_SLICE_MS } = options;
  const controllers = new Map<string, RunningController>();
  let pumpScheduled = false;

  const wake = () => {
    if (pumpScheduled) return;
    pumpScheduled = true;
    clock.schedule(0, pump);
  };

  function enqueue(entry: RunningController, key: ReconcileKey): void {
    if (!entry.running) return;
    entry.queue.set(keyOf(key), key);
    wake();
  }

  function enqueueAfter(entry: RunningController, key: ReconcileKey, delayMs: number): void {
    const id = keyOf(key);
    entry.delayed.get(id)?.();
    const cancel = clock.schedule(delayMs, () => {
      entry.delayed.delete(id);
      enqueue(entry, key);
    });
    entry.delayed.set(id, cancel);
  }

  function runNext(entry: RunningController): void {
    const next = entry.queue.entries().next();
    if (next.done) return;
    const [id, key] = next.value;
    entry.queue.delete(id);
    entry.delayed.get(id)?.();
    entry.delayed.delete(id);
    try {
      const result = entry.controller.reconcile(key);
      entry.failures.delete(id);
      if (result?.requeueAfterMs !== undefined) enqueueAfter(entry, key, result.requeueAfterMs);
    } catch (error) {
      const failures = (entry.failures.get(id) ?? 0) + 1;
      entry.failures.set(id, failures);
      if (!isStatusError(error, "Conflict")) onError?.(error, entry.controller.name, key);
      enqueueAfter(entry, key, backoffMs(failures));
    }
  }

  function pump(): void {
    pumpScheduled = false;
    const startedMs = performance.now();
    const busy = () => [...controllers.values()].filter((entry) => entry.running && entry.queue.size > 0);
    for (let waiting = busy(); waiting.length > 0; waiting = busy()) {
      for (const entry of waiting) runNext(entry);
      if (performance.now() - startedMs >= sliceMs) {
        if (busy().length > 0) wake();
        return;
      }
    }
  }

  function startOne(entry: RunningController): void {
    if (entry.running) return;
    entry.running = true;
    for (const { resource, map } of entry.controller.watches) {
      const observe = (event: StoreEvent) => {
        for (const key of map(event)) enqueue(entry, key);
      };
      entry.unsubscribe.push(store.subscribe(resource, observe));
      if (resource === "*") continue;
      for (const object of store.list(resource)) observe({ type: "ADDED", resource, object });
    }
    for (const subscribe of entry.controller.triggers ?? []) {
      entry.unsubscribe.push(subscribe((key) => enqueue(entry, key)));
    }
  }

  function stopOne(entry: RunningController): void {
    entry.running = false;
    for (const unsubscribe of entry.unsubscribe.splice(0)) unsubscribe();
    for (const cancel of entry.delayed.values()) cancel();
    entry.delayed.clear();
    entry.queue.clear();
    entry.failures.clear();
  }

  const selected = (name?: string): RunningController[] => {
    if (name === undefined) return [...controllers.values()];
    const entry = controllers.get(name);
    if (!entry) throw new Error(`No controller is called "${name}"`);
    return [entry];
  };

  return {
    register(controller) {
      if (controllers.has(controller.name))
        throw new Error(`Controller "${controller.name}" is registered twice`);
      controllers.set(controller.name, {
        controller,
        running: false,
        queue: new Map(),
        delayed: new Map(),
        failures: new Map(),
        unsubscribe: [],
      });
    },
    start: (name) => selected(name).forEach(startOne),
    stop: (name) => selected(name).forEach(stopOne),
    isRunning: (name) => controllers.get(name)?.running ?? false,
    names: () => [...controllers.keys()],
    queueLength: () => [...controllers.values()].reduce((sum, entry) => sum + entry.queue.size, 0),
  };
}

/** Maps an object to itself. */
export function ownKey(event: StoreEvent): ReconcileKey[] {
  return [{ namespace: event.object.metadata.namespace ?? "", name: event.object.metadata.name }];
}

/** Maps an object to its controlling owner of `kind`. */
export function ownerKey(kind: string): (event: StoreEvent) => ReconcileKey[] {
  return ({ object, previous }) => {
    const keys: ReconcileKey[] = [];
    for (const metadata of [object.metadata, previous?.metadata]) {
      const owner = metadata?.ownerReferences?.find((reference) => reference.controller);
      if (owner?.kind !== kind || keys.some((key) => key.name === owner.name)) continue;
      keys.push({ namespace: object.metadata.namespace ?? "", name: owner.name });
    }
    return keys;
  };
}

function keyOf(key: ReconcileKey): string {
  return `${key.namespace}/${key.name}`;
}

import type { ResourceName, StoreEvent } from "./object-store.ts";

type Listener = (event: StoreEvent) => void;

/** Delivers events to every listener in the order of the writes, also when a listener writes itself. */
export interface EventDispatcher {
  subscribe(resource: ResourceName | "*", listener: Listener): () => void;
  publish(event: StoreEvent): void;
}

export function createEventDispatcher(): EventDispatcher {
  const listeners = new Map<string, Set<Listener>>();
  const waiting: StoreEvent[] = [];
  let isPublishing = false;

  function deliver(event: StoreEvent): void {
    const targets = [...(listeners.get(event.resource) ?? []), ...(listeners.get("*") ?? [])];
    for (const listener of targets) {
      try {
        listener(event);
      } catch (error) {
        // A broken listener must not keep the others from an event; the fault still ends the process.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  return {
    subscribe(resource, listener) {
      const set = listeners.get(resource) ?? new Set();
      listeners.set(resource, set.add(listener));
      return () => void set.delete(listener);
    },
    publish(event) {
      waiting.push(event);
      if (isPublishing) return;
      isPublishing = true;
      for (let next = waiting.shift(); next; next = waiting.shift()) deliver(next);
      isPublishing = false;
    },
  };
}

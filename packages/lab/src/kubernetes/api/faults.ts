import type { ResourceName } from "../store/object-store.ts";

export interface FaultState {
  down: boolean;
  slowMs: number;
  unauthorized: boolean;
  throttled: boolean;
  forbidden: ResourceName | null;
  newWatchesHalted: boolean;
  /** How a watch from an expired version is refused: with an ERROR in the stream, or with HTTP 410. */
  expiredAnswer: "stream" | "response";
}

export interface FaultTarget {
  dropConnections(): void;
  expireHistory(): void;
  haltWatches(halted: boolean): void;
}

export interface HaltOptions {
  /** Also halt the watches that are opened until the fault ends. */
  includeNew?: boolean;
}

/** What can go wrong with an API server, to be called up by tests and scenarios. */
export interface Faults {
  /** Every connection is destroyed, the open ones and those that arrive. */
  down(on: boolean): void;
  /** Every answer waits this long; 0 ends it. */
  slow(delayMs: number): void;
  /** Every request is 401, as with revoked credentials. */
  unauthorized(on: boolean): void;
  /**
   * Every request is 429, but for those of `system:masters`: priority and fairness has no seat for the others and never
   * queues these.
   */
  throttle(on: boolean): void;
  /** Every request for one resource is 403. */
  forbid(resource: ResourceName | null): void;
  /**
   * Compacts all history: open watches end with a 410 ERROR, and one that comes back with its old version gets
   * HTTP 410 (`stream` gives it the ERROR that a watch cache sends).
   */
  expireHistory(options?: { answer?: "stream" | "response" }): void;
  /**
   * `true` makes the watches that are open now half-open: no event, no bookmark, no close. New ones work.
   * `false` heals them: what they missed is delivered, as when packets flow again.
   */
  haltWatches(on: boolean, options?: HaltOptions): void;
  /** Resets every open connection once. */
  dropConnections(): void;
  state(): Readonly<FaultState>;
  /** For the server that these faults are given to. */
  attach(target: FaultTarget): () => void;
}

/** A server without a fault. */
export function createFaults(): Faults {
  const state: FaultState = {
    down: false,
    slowMs: 0,
    unauthorized: false,
    throttled: false,
    forbidden: null,
    newWatchesHalted: false,
    expiredAnswer: "stream",
  };
  const targets = new Set<FaultTarget>();
  return {
    down(on) {
      state.down = on;
      if (on) for (const target of targets) target.dropConnections();
    },
    slow(delayMs) {
      state.slowMs = delayMs;
    },
    unauthorized(on) {
      state.unauthorized = on;
    },
    throttle(on) {
      state.throttled = on;
    },
    forbid(resource) {
      state.forbidden = resource;
    },
    expireHistory({ answer = "response" } = {}) {
      state.expiredAnswer = answer;
      for (const target of targets) target.expireHistory();
    },
    haltWatches(on, { includeNew = false } = {}) {
      state.newWatchesHalted = on && includeNew;
      for (const target of targets) target.haltWatches(on);
    },
    dropConnections() {
      for (const target of targets) target.dropConnections();
    },
    state: () => state,
    attach(target) {
      targets.add(target);
      return () => void targets.delete(target);
    },
  };
}

import type { RetrySettings } from "./retry-decision.ts";

export interface ReflectorSettings extends RetrySettings {
  pageSize: number;
  /** The server ends each watch after a random time between these. */
  minWatchSeconds: number;
  maxWatchSeconds: number;
  /** A watch without a byte for this long is cut; above the interval of bookmarks (about a minute). */
  inactivityMs: number;
  /** A watch that ends sooner than this without an event counts as a failure, so that it cannot spin. */
  minWatchMs: number;
  /** How long the watch may lag behind the probe before it is held to be deaf. */
  probeGraceMs: number;
}

export const defaultReflectorSettings: ReflectorSettings = {
  pageSize: 500,
  minWatchSeconds: 240,
  maxWatchSeconds: 480,
  inactivityMs: 90_000,
  minWatchMs: 1_000,
  probeGraceMs: 2_000,
  baseDelayMs: 500,
  maxDelayMs: 30_000,
  reprobeMs: 300_000,
  lostReprobeMs: 5_000,
};

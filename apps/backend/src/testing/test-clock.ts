import type { Clock } from "../platform/clock.ts";

export interface TestClock extends Clock {
  set(instant: string): void;
  advanceMs(ms: number): void;
}

/** Business time that moves when a test says so. */
export function createTestClock(start = "2026-11-30T15:00:00.000Z"): TestClock {
  let now = new Date(start);
  return {
    now: () => now,
    set: (instant) => {
      now = new Date(instant);
    },
    advanceMs: (ms) => {
      now = new Date(now.getTime() + ms);
    },
    stop: () => undefined,
  };
}

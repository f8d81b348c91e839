import { createTimerQueue } from "./timer-queue.ts";

/** Time as the lab sees it. Controllers never read the system clock, so tests can run hours in milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `callback` once after `delayMs`; returns a function that cancels it. */
  schedule(delayMs: number, callback: () => void): () => void;
}

/** The system clock. Timers do not keep the process alive. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    schedule(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

export interface ManualClock extends Clock {
  /** Moves time forward, running every callback that falls due, in order, at its own time. */
  advance(durationMs: number): void;
}

/** A clock that moves only when told to. */
export function createManualClock(startMs: number = Date.UTC(2026, 0, 5, 9)): ManualClock {
  const pending = createTimerQueue();
  let nowMs = startMs;
  return {
    now: () => nowMs,
    schedule(delayMs, callback) {
      const timer = pending.add(nowMs + Math.max(0, delayMs), callback);
      return () => {
        timer.cancelled = true;
      };
    },
    advance(durationMs) {
      const limitMs = nowMs + durationMs;
      for (let timer = pending.takeDue(limitMs); timer; timer = pending.takeDue(limitMs)) {
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.callback();
      }
      nowMs = limitMs;
    },
  };
}

import type { ManualClock } from "./clock.ts";
import { createTimerQueue } from "./timer-queue.ts";

/** Starts in the past, is moved by hand, and then runs with the system's time. */
export interface ReplayClock extends ManualClock {
  /** Catches up with the present and stays there. After this `advance` must not be called. */
  goLive(): void;
}

/** A clock that begins at `startMs`, which lies in the past. Timers that are pending at `goLive` fire when due. */
export function createReplayClock(startMs: number): ReplayClock {
  const pending = createTimerQueue();
  let nowMs = startMs;
  let live = false;

  function runUntil(limitMs: number): void {
    for (let timer = pending.takeDue(limitMs); timer; timer = pending.takeDue(limitMs)) {
      nowMs = Math.max(nowMs, timer.dueMs);
      timer.callback();
    }
    nowMs = Math.max(nowMs, limitMs);
  }

  function scheduleLive(delayMs: number, callback: () => void): () => void {
    const handle = setTimeout(callback, delayMs);
    handle.unref();
    return () => clearTimeout(handle);
  }

  return {
    now: () => (live ? Date.now() : nowMs),
    schedule(delayMs, callback) {
      if (live) return scheduleLive(delayMs, callback);
      const timer = pending.add(nowMs + Math.max(0, delayMs), callback);
      return () => {
        timer.cancelled = true;
      };
    },
    advance(durationMs) {
      if (live) throw new Error("A live clock cannot be moved");
      runUntil(nowMs + durationMs);
    },
    goLive() {
      // Catching up takes time itself, each round less of it.
      for (let round = 0; round < 3; round += 1) runUntil(Date.now());
      live = true;
      for (const timer of pending.drain()) {
        // A timer cancelled between now and then still holds its entry, so the flag is read when it fires.
        scheduleLive(Math.max(0, timer.dueMs - Date.now()), () => {
          if (!timer.cancelled) timer.callback();
        });
      }
    },
  };
}

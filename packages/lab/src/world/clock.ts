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
  let nowMs = startMs;
  let sequence = 0;
  const timers = new Map<number, { dueMs: number; callback: () => void }>();
  const nextDue = (limitMs: number) => {
    let found: { id: number; dueMs: number } | undefined;
    for (const [id, { dueMs }] of timers) {
      if (dueMs <= limitMs && (!found || dueMs < found.dueMs)) found = { id, dueMs };
    }
    return found;
  };
  return {
    now: () => nowMs,
    schedule(delayMs, callback) {
      const id = sequence++;
      timers.set(id, { dueMs: nowMs + Math.max(0, delayMs), callback });
      return () => void timers.delete(id);
    },
    advance(durationMs) {
      const limitMs = nowMs + durationMs;
      for (let due = nextDue(limitMs); due; due = nextDue(limitMs)) {
        const timer = timers.get(due.id);
        timers.delete(due.id);
        nowMs = Math.max(nowMs, due.dueMs);
        timer?.callback();
      }
      nowMs = limitMs;
    },
  };
}

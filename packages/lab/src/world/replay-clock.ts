import type { ManualClock } from "./clock.ts";

/** Starts in the past, is moved by hand, and then runs with the system's time. */
export interface ReplayClock extends ManualClock {
  /** Catches up with the present and stays there. After this `advance` must not be called. */
  goLive(): void;
}

interface Timer {
  dueMs: number;
  sequence: number;
  callback: () => void;
  cancelled: boolean;
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

/** A binary heap by due time; equal times in order of their scheduling. */
function createTimerQueue() {
  const heap: Timer[] = [];
  let sequence = 0;
  const isBefore = (a: Timer, b: Timer) =>
    a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b] as Timer, heap[a] as Timer];
  };
  const at = (index: number) => heap[index] as Timer;

  function add(dueMs: number, callback: () => void): Timer {
    const timer: Timer = { dueMs, sequence, callback, cancelled: false };
    sequence += 1;
    heap.push(timer);
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!isBefore(at(child), at(parent))) break;
      swap(child, parent);
      child = parent;
    }
    return timer;
  }

  function takeFirst(): Timer {
    const first = at(0);
    const last = heap.pop() as Timer;
    if (heap.length > 0) heap[0] = last;
    for (let parent = 0; ; ) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < heap.length && isBefore(at(child), at(least))) least = child;
      }
      if (least === parent) return first;
      swap(parent, least);
      parent = least;
    }
  }

  return {
    add,
    takeDue(limitMs: number): Timer | undefined {
      while (heap.length > 0 && at(0).dueMs <= limitMs) {
        const timer = takeFirst();
        if (!timer.cancelled) return timer;
      }
      return undefined;
    },
    drain: (): Timer[] => heap.splice(0).filter(({ cancelled }) => !cancelled),
  };
}

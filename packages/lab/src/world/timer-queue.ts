export interface QueuedTimer {
  dueMs: number;
  /** Order of scheduling, which decides between equal times. */
  sequence: number;
  callback: () => void;
  /** Set to take it back; it is passed over when its turn comes. */
  cancelled: boolean;
}

/** Timers by due time, so that thousands of pending ones cost little. */
export interface TimerQueue {
  add(dueMs: number, callback: () => void): QueuedTimer;
  /** Removes and returns the first timer that is due at `limitMs`. */
  takeDue(limitMs: number): QueuedTimer | undefined;
  /** Removes all; the cancelled ones are left out. */
  drain(): QueuedTimer[];
}

/** A binary heap. */
export function createTimerQueue(): TimerQueue {
  const heap: QueuedTimer[] = [];
  let sequence = 0;
  const isBefore = (a: QueuedTimer, b: QueuedTimer) =>
    a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b] as QueuedTimer, heap[a] as QueuedTimer];
  };
  const at = (index: number) => heap[index] as QueuedTimer;

  function add(dueMs: number, callback: () => void): QueuedTimer {
    const timer: QueuedTimer = { dueMs, sequence, callback, cancelled: false };
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

  function takeFirst(): QueuedTimer {
    const first = at(0);
    const last = heap.pop() as QueuedTimer;
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
    takeDue(limitMs: number): QueuedTimer | undefined {
      while (heap.length > 0 && at(0).dueMs <= limitMs) {
        const timer = takeFirst();
        if (!timer.cancelled) return timer;
      }
      return undefined;
    },
    drain: () => heap.splice(0).filter(({ cancelled }) => !cancelled),
  };
}

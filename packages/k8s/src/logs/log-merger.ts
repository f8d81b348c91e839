import type { LogLine, LogNotice } from "@horizon/contracts";
import type { Clock } from "../kubernetes/clock.ts";

export interface LogBatch {
  lines: LogLine[];
  notices: LogNotice[];
}

interface LogMergerOptions {
  clock: Clock;
  /** Lines that arrive within this time are put in the order of their times. */
  windowMs: number;
  maxLinesPerSecond: number;
  /** Batches in order, one at a time: the next is not given before the promise resolves. */
  emit(batch: LogBatch): void | Promise<void>;
}

interface LogMerger {
  add(line: LogLine): void;
  notify(notice: LogNotice): void;
  /** Gives out what waits. */
  drain(): Promise<void>;
  stop(): void;
}

/**
 * Lines of many containers as one, by time. What is more than the reader may get in a second, or than a slow reader takes, is
 * dropped oldest first and counted, and the count is told.
 */
export function createLogMerger(options: LogMergerOptions): LogMerger {
  const { clock, windowMs, maxLinesPerSecond, emit } = options;
  let pending: LogLine[] = [];
  let notices: LogNotice[] = [];
  let dropped = 0;
  let budget = maxLinesPerSecond;
  let budgetAt = clock.now();
  let emitting: Promise<void> | undefined;
  let cancelFlush: (() => void) | undefined;
  let isStopped = false;

  function schedule(): void {
    if (isStopped || cancelFlush || emitting) return;
    cancelFlush = clock.schedule(windowMs, () => {
      cancelFlush = undefined;
      void flush();
    });
  }

  function refill(): void {
    const now = clock.now();
    budget = Math.min(maxLinesPerSecond, budget + ((now - budgetAt) / 1000) * maxLinesPerSecond);
    budgetAt = now;
  }

  function takeBatch(): LogBatch {
    refill();
    const lines = pending.toSorted((left, right) =>
      left.time < right.time ? -1 : left.time > right.time ? 1 : 0,
    );
    pending = [];
    const excess = Math.max(0, lines.length - Math.floor(budget));
    dropped += excess;
    const kept = lines.slice(excess);
    budget -= kept.length;
    const batch = { lines: kept, notices };
    notices = [];
    if (dropped > 0) {
      const message = `${dropped} lines were left out: too many to show in time.`;
      batch.notices = [...batch.notices, { kind: "dropped", message, dropped }];
      dropped = 0;
    }
    return batch;
  }

  async function flush(): Promise<void> {
    if (emitting) return emitting;
    const batch = takeBatch();
    if (batch.lines.length === 0 && batch.notices.length === 0) return;
    emitting = Promise.resolve(emit(batch)).finally(() => {
      emitting = undefined;
      if (pending.length > 0 || notices.length > 0) schedule();
    });
    return emitting;
  }

  return {
    add(line) {
      if (isStopped) return;
      pending.push(line);
      // A reader slower than the logs: keep a second's worth, count the rest.
      if (pending.length > 2 * maxLinesPerSecond) {
        const excess = pending.length - maxLinesPerSecond;
        pending.splice(0, excess);
        dropped += excess;
      }
      schedule();
    },
    notify(notice) {
      if (isStopped) return;
      notices.push(notice);
      schedule();
    },
    async drain() {
      await emitting;
      await flush();
    },
    stop() {
      isStopped = true;
      cancelFlush?.();
    },
  };
}

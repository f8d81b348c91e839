export interface LoopWatch {
  /**
   * @param roundMs how long a round may take on top of what all may.
   * @returns what the loop calls whenever a round of it has ended, well or not.
   */
  watch(loop: string, roundMs?: number): () => void;
  /** The loops of which no round has ended for too long. */
  listStuck(): string[];
}

/** Tells loops that hang from those that fail: a round that failed has ended. */
export function createLoopWatch(stuckAfterMs: number, nowMs = () => performance.now()): LoopWatch {
  const stuckAtMs = new Map<string, number>();
  return {
    watch(loop, roundMs = 0) {
      const note = () => void stuckAtMs.set(loop, nowMs() + roundMs + stuckAfterMs);
      note();
      return note;
    },
    listStuck: () => [...stuckAtMs].filter(([, stuckAt]) => nowMs() > stuckAt).map(([loop]) => loop),
  };
}

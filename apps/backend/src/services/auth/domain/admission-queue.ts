export interface AdmissionQueue {
  /**
   * Runs `work` when its turn comes, in order of arrival.
   * @throws what `refuse` makes: at once when too many wait, and when one's turn did not come in time.
   */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly running: () => number;
  readonly waiting: () => number;
}

/**
 * Bounds work that takes a whole core. Without it, a flood of sign-ins fills the thread pool that files, DNS and
 * other crypto share, and everything else waits behind it.
 */
export function createAdmissionQueue({
  concurrency,
  waitingMax,
  waitMaxMs,
  refuse,
}: {
  readonly concurrency: number;
  readonly waitingMax: number;
  readonly waitMaxMs: number;
  readonly refuse: () => Error;
}): AdmissionQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = async () => {
    if (running < concurrency) {
      running += 1;
      return;
    }
    if (waiting.length >= waitingMax) throw refuse();
    // The place of the one that leaves is handed over, so nobody can slip in between.
    await new Promise<void>((resolve, reject) => {
      const admit = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(admit), 1);
        reject(refuse());
      }, waitMaxMs);
      waiting.push(admit);
    });
  };
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
    running: () => running,
    waiting: () => waiting.length,
  };
}

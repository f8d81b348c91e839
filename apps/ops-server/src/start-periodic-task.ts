export interface PeriodicTask {
  /** Starts a round now, or joins the one that is running. Never rejects. */
  run(): Promise<void>;
  /** Since a round last ended, well or not, or since the start. It grows while one is running. */
  sinceLastEndMs(): number;
  /** No round starts by itself any more; resolves when the running one has ended. */
  stop(): Promise<void>;
}

interface PeriodicTaskOptions {
  readonly intervalMs: number;
  readonly work: () => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Whether the timer alone keeps the process running. */
  readonly keepsProcessAlive?: boolean;
}

/** Does `work` every `intervalMs`, never twice at once. After a round that failed comes the next as ever. */
export function startPeriodicTask(options: PeriodicTaskOptions): PeriodicTask {
  const { intervalMs, work, onError, keepsProcessAlive = false } = options;
  let running: Promise<void> | null = null;
  let endedAtMs = performance.now();

  function run(): Promise<void> {
    running ??= work()
      .catch(onError)
      .finally(() => {
        running = null;
        endedAtMs = performance.now();
      });
    return running;
  }
  const timer = setInterval(() => void run(), intervalMs);
  if (!keepsProcessAlive) timer.unref();

  return {
    run,
    sinceLastEndMs: () => performance.now() - endedAtMs,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

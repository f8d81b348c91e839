export interface PeriodicTask {
  /** Starts a round now, or joins the one that is running. Never rejects. */
  run(): Promise<void>;
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

  function run(): Promise<void> {
    running ??= work()
      .catch(onError)
      .finally(() => {
        running = null;
      });
    return running;
  }
  const timer = setInterval(() => void run(), intervalMs);
  if (!keepsProcessAlive) timer.unref();

  return {
    run,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

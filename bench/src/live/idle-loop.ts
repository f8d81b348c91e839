import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface IdleLoop {
  /** The longest delay since the last reading. */
  readMaxMs(): Promise<number>;
  stop(): Promise<void>;
}

/** An event loop with nothing to do: what it is late, any process on this machine is late at this time. */
export function startIdleLoop(): IdleLoop {
  const worker = new Worker(new URL("./idle-loop-worker.ts", import.meta.url));
  return {
    async readMaxMs() {
      const answer = once(worker, "message");
      worker.postMessage("read");
      const [maxMs] = (await answer) as [number];
      return maxMs;
    },
    stop: async () => void (await worker.terminate()),
  };
}

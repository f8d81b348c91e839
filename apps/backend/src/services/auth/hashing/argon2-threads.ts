import { Worker } from "node:worker_threads";
import type { Argon2 } from "./argon2.ts";

export interface Argon2Threads extends Argon2 {
  /** What is still at work fails. */
  readonly close: () => Promise<void>;
}

export interface Argon2ThreadData {
  /** 0–19, as in nice(1). */
  readonly niceness: number;
}

/** Against `phc` it is verified; without one it is hashed. */
export interface Argon2Job {
  readonly text: string;
  readonly phc: string | null;
}

export type Argon2Answer =
  | { readonly ok: true; readonly value: string | boolean }
  | { readonly ok: false; readonly message: string };

interface Thread {
  readonly worker: Worker;
  settle: ((answer: Argon2Answer) => void) | null;
}

/**
 * Argon2 in threads that give way to everything else of the process. In the pool of libuv, where it would run otherwise, it has
 * the priority of the event loop: a flood of sign-ins then takes the core from requests that need no hash. A thread is made
 * when there is more to do than there are; the caller bounds how much that is (`domain/admission-queue.ts`).
 */
export function createArgon2Threads({ niceness }: Argon2ThreadData): Argon2Threads {
  const threads = new Set<Thread>();
  const idle: Thread[] = [];

  function start(): Thread {
    const worker = new Worker(new URL("./argon2-thread.ts", import.meta.url), {
      workerData: { niceness } satisfies Argon2ThreadData,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 },
    });
    // It keeps no process alive that has nothing else to do.
    worker.unref();
    const thread: Thread = { worker, settle: null };
    const finish = (answer: Argon2Answer) => {
      const { settle } = thread;
      thread.settle = null;
      settle?.(answer);
    };
    const fail = (message: string) => {
      threads.delete(thread);
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
      finish({ ok: false, message });
    };
    worker.on("message", (answer: Argon2Answer) => {
      idle.push(thread);
      finish(answer);
    });
    worker.on("error", ({ message }) => fail(message));
    worker.on("exit", () => fail("A hashing thread has ended."));
    threads.add(thread);
    return thread;
  }

  async function run(job: Argon2Job): Promise<string | boolean> {
    const thread = idle.pop() ?? start();
    const answer = await new Promise<Argon2Answer>((resolve) => {
      thread.settle = resolve;
      thread.worker.postMessage(job);
    });
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  }

  return {
    hash: async (text) => String(await run({ text, phc: null })),
    verify: async (phc, text) => (await run({ text, phc })) === true,
    async close() {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

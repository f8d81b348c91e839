import { Worker } from "node:worker_threads";
import { z } from "zod";
import { type ParseFailureReason, parseFailureReasons } from "../domain/parsing/parse-failure.ts";
import { type ParsedReport, parsedReport } from "../domain/report/credit-report.ts";

export interface ThreadLimits {
  readonly timeoutMs: number;
  readonly heapMaxMb: number;
}

export type ParseOutcome =
  | { readonly ok: true; readonly report: ParsedReport }
  | { readonly ok: false; readonly reason: ParseFailureReason };

const reasons = Object.keys(parseFailureReasons) as [ParseFailureReason, ...ParseFailureReason[]];
const threadMessage = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), report: parsedReport }),
  z.strictObject({ ok: z.literal(false), reason: z.enum(reasons) }),
]);

const defaultLimits: ThreadLimits = { timeoutMs: 30_000, heapMaxMb: 512 };

/**
 * Reads a report in a thread of its own, which is ended when it takes more time or memory than it may. Whatever the file
 * holds, this resolves; the process goes on. The bytes go to the thread: the caller's array may be empty afterwards.
 */
export async function parseInThread(
  bytes: Uint8Array,
  limits: ThreadLimits = defaultLimits,
): Promise<ParseOutcome> {
  // What is part of a larger buffer (Node's pool) cannot be handed over without the rest of it.
  const handed = bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
  const thread = new Worker(new URL("./parser-thread.ts", import.meta.url), {
    workerData: handed,
    transferList: [handed.buffer as ArrayBuffer],
    env: {},
    resourceLimits: {
      maxOldGenerationSizeMb: limits.heapMaxMb,
      maxYoungGenerationSizeMb: 16,
      stackSizeMb: 4,
    },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ParseOutcome>((resolve, reject) => {
      timer = setTimeout(() => resolve({ ok: false, reason: "timed_out" }), limits.timeoutMs);
      thread.once("message", (message) => {
        const parsed = threadMessage.safeParse(message);
        if (parsed.success) resolve(parsed.data);
        else reject(new Error("The parser made something that is no report.", { cause: parsed.error }));
      });
      thread.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve({ ok: false, reason: "out_of_memory" });
        else reject(error);
      });
      thread.once("exit", () => reject(new Error("The parser ended without an answer.")));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

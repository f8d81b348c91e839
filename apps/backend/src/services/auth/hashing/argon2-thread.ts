import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";
import { basename } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { hashSync, verifySync } from "@node-rs/argon2";
import { argon2Parameters } from "./argon2.ts";
import type { Argon2Answer, Argon2Job, Argon2ThreadData } from "./argon2-threads.ts";

/** Linux alone gives each thread a priority of its own; elsewhere this would slow down the event loop as well. */
function giveWay({ niceness }: Argon2ThreadData): void {
  if (process.platform !== "linux" || niceness === 0) return;
  setPriority(Number(basename(readlinkSync("/proc/thread-self"))), niceness);
}

function compute({ text, phc }: Argon2Job): Argon2Answer {
  try {
    return {
      ok: true,
      value: phc === null ? hashSync(text, argon2Parameters) : verifySync(phc, text),
    };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : "Argon2 failed." };
  }
}

giveWay(workerData);
parentPort?.on("message", (job: Argon2Job) => parentPort?.postMessage(compute(job)));

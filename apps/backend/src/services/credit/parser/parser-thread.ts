import { parentPort, workerData } from "node:worker_threads";
import { ParseFailure } from "../domain/parsing/parse-failure.ts";
import { parseReport } from "../domain/parsing/parse-report.ts";
import type { ParseOutcome } from "./parse-in-thread.ts";

async function readReport(): Promise<ParseOutcome> {
  try {
    return { ok: true, report: await parseReport(workerData) };
  } catch (error) {
    if (error instanceof ParseFailure) return { ok: false, reason: error.reason };
    throw error;
  }
}

parentPort?.postMessage(await readReport());

import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { AppError } from "@horizon/errors";

const run = promisify(execFile);

/** A server whose starter was killed is shutting down by itself; this is how long it may take. */
const orphanGraceMs = 15_000;

/** What the server writes into `postmaster.pid`: its process id, and on line 8 whether it takes connections. */
export interface PostmasterPid {
  readonly pid: number;
  readonly ready: boolean;
}

/** Reads `postmaster.pid`; null when there is none or it is half written. */
export async function readPostmasterPid(pgdata: string): Promise<PostmasterPid | null> {
  const text = await readFile(join(pgdata, "postmaster.pid"), "utf8").catch(() => null);
  const lines = text?.split("\n") ?? [];
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === "ready" } : null;
}

/**
 * Makes the data directory free to start on. Removes the pid file of a server that is gone, also when the system
 * has given its process id to another program, which PostgreSQL itself cannot tell and refuses.
 */
export async function clearPostmasterPid(pgdata: string, graceMs = orphanGraceMs): Promise<void> {
  const deadline = performance.now() + graceMs;
  for (;;) {
    const running = await readPostmasterPid(pgdata);
    if (running === null || !(await isServerOn(pgdata, running.pid))) break;
    if (performance.now() > deadline) {
      throw new AppError(
        "UNAVAILABLE",
        `PostgreSQL already runs on ${pgdata} (process ${running.pid}). Stop it, or use another data directory.`,
      );
    }
    await delay(50);
  }
  await rm(join(pgdata, "postmaster.pid"), { force: true });
}

/** Whether the process is a server on this very directory; a process id may have been given to anything. */
async function isServerOn(pgdata: string, pid: number): Promise<boolean> {
  return (await readCommandLine(pid)).includes(`-D ${pgdata}`);
}

/** Empty when there is no such process, or only its exit status is left. */
async function readCommandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ");
  } catch {
    // macOS has no /proc.
    return run("ps", ["-o", "args=", "-p", String(pid)]).then(
      ({ stdout }) => stdout,
      () => "",
    );
  }
}

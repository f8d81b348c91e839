import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { stopGroupWithParent } from "./stop-group-with-parent.ts";

export type ChildEnvironment = Record<string, string> & { NODE_ENV: "development" | "production" };

export interface ChildOptions {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  /** With PATH, HOME and NODE_COMPILE_CACHE of this process, and nothing else of its environment. */
  env: ChildEnvironment;
  logsDir: string;
  /** A line of standard output that says that the process serves. */
  readyWhen: (line: string) => boolean;
  readyWithinMs: number;
  onExit: (child: RunningChild, code: number | null) => void;
}

export interface RunningChild {
  name: string;
  pid: number;
  logFile: string;
  /** SIGTERM, then SIGKILL after `graceMs`. Resolves when the process is gone. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Starts a process whose output goes to a log file and waits until it says that it is ready.
 * @throws Error with the last lines of its output when it ends or stays silent.
 */
export async function startChild(options: ChildOptions): Promise<RunningChild> {
  mkdirSync(options.logsDir, { recursive: true });
  const logFile = join(options.logsDir, `${options.name}.log`);
  const log = createWriteStream(logFile);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...inheritedEnvironment(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl-C reaches only the parent, which then stops everything in order.
    detached: true,
  });
  const tail: string[] = [];
  const exited = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  if (child.pid !== undefined) void exited.then(stopGroupWithParent(child.pid));
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  const ready = watchOutput(child, log, tail, options.readyWhen);
  const stopChild = (graceMs: number) => stopProcess(child, exited, graceMs);
  const timeout = new AbortController();
  const outcome = await Promise.race([
    ready.then(() => "ready" as const),
    exited.then((code) => `ended with code ${code}`),
    failed,
    delay(options.readyWithinMs, `was not ready after ${options.readyWithinMs / 1000} s`, {
      signal: timeout.signal,
      ref: false,
    }),
  ]);
  timeout.abort();
  if (outcome !== "ready") {
    await stopChild(1000);
    throw new Error(`${options.name} ${outcome}. Its last words (${logFile}):\n${tail.join("\n")}`);
  }
  const running = { name: options.name, pid: child.pid ?? 0, logFile, stop: stopChild };
  void exited.then((code) => options.onExit(running, code));
  return running;
}

function inheritedEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "", NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}) };
}

function watchOutput(
  child: ChildProcess,
  log: NodeJS.WritableStream,
  tail: string[],
  readyWhen: (line: string) => boolean,
): Promise<void> {
  return new Promise((ready) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        log.write(`${line}\n`);
        tail.push(line);
        if (tail.length > 20) tail.shift();
        if (readyWhen(line)) ready();
      });
    }
  });
}

async function stopProcess(child: ChildProcess, exited: Promise<unknown>, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  signalGroup(child.pid, "SIGTERM");
  const graceOver = new AbortController();
  const winner = await Promise.race([
    exited.then(() => "exited"),
    delay(graceMs, "late", { signal: graceOver.signal }),
  ]);
  graceOver.abort();
  if (winner === "late") {
    signalGroup(child.pid, "SIGKILL");
    await exited;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

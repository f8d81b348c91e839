import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { inheritedEnvironment } from "./inherited-environment.ts";
import { stopGroup } from "./stop-group.ts";
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
  /** Aborted when nobody wants the process any more, also before it is ready. */
  signal?: AbortSignal;
}

export interface RunningChild {
  name: string;
  pid: number;
  logFile: string;
  /** SIGTERM, then SIGKILL after `graceMs`. Resolves when the process and all that it started are gone. */
  stop(graceMs: number): Promise<void>;
}

/** One that is told to end while it starts may have to put its files in order. */
const unwantedGraceMs = 10_000;
/** For the pipes of a process that has ended to bring its last lines; what it left behind may hold them open. */
const lastLinesMs = 1000;

/**
 * Starts a process whose output goes to a log file and waits until it says that it is ready.
 * @throws Error with the last lines of its output when it ends or stays silent; the reason of `signal` when that is aborted. The process is gone then.
 */
export async function startChild(options: ChildOptions): Promise<RunningChild> {
  options.signal?.throwIfAborted();
  mkdirSync(options.logsDir, { recursive: true });
  const logFile = join(options.logsDir, `${options.name}.log`);
  const withUs = stopGroupWithParent();
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...inheritedEnvironment(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl-C reaches only the parent, which then stops everything in order.
    detached: true,
  });
  const exited = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  const closed = new Promise((done) => child.once("close", done));
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  if (child.pid === undefined) withUs.callOff();
  else withUs.tell(`${child.pid}`);
  void exited.then(withUs.callOff);
  const tail: string[] = [];
  const ready = watchOutput(child, openLog(logFile), tail, options.readyWhen);
  const stop = (graceMs: number) => stopGroup(child, exited, graceMs);

  const waiting = new AbortController();
  const unwanted = new Promise<"unwanted">((done) =>
    options.signal?.addEventListener("abort", () => done("unwanted"), { signal: waiting.signal }),
  );
  const outcome = await Promise.race([
    ready.then(() => "ready" as const),
    exited.then((code) => `ended with code ${code}`),
    failed,
    unwanted,
    delay(options.readyWithinMs, `was not ready after ${options.readyWithinMs / 1000} s`, {
      signal: waiting.signal,
      ref: false,
    }),
  ]);
  waiting.abort();
  if (outcome !== "ready") {
    await stop(outcome === "unwanted" ? unwantedGraceMs : 1000);
    options.signal?.throwIfAborted();
    await Promise.race([closed, delay(lastLinesMs, undefined, { ref: false })]);
    throw new Error(`${options.name} ${outcome}. Its last words (${logFile}):\n${tail.join("\n")}`);
  }
  const running = { name: options.name, pid: child.pid ?? 0, logFile, stop };
  void exited.then((code) => options.onExit(running, code));
  return running;
}

/** A log that cannot be written, as on a full disk, is said once and ends nobody. */
function openLog(logFile: string): NodeJS.WritableStream {
  const log = createWriteStream(logFile);
  log.once("error", (error) => console.error(`\nNothing more is written to ${logFile}: ${error.message}`));
  log.on("error", () => undefined);
  return log;
}

function watchOutput(
  child: ChildProcess,
  log: NodeJS.WritableStream,
  tail: string[],
  readyWhen: (line: string) => boolean,
): Promise<void> {
  child.once("close", () => log.end());
  return new Promise((ready) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        if (log.writable) log.write(`${line}\n`);
        tail.push(line);
        if (tail.length > 20) tail.shift();
        if (readyWhen(line)) ready();
      });
    }
  });
}

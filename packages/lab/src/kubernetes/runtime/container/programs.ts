import { pipeline } from "node:stream/promises";
import type { CommandStreams } from "../../api/container-runtime.ts";
import { listFolder } from "./container-files.ts";

/** A process as a program sees it. */
export interface ProgramContext {
  args: readonly string[];
  environment: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, string>;
  nowMs: number;
  streams: CommandStreams;
}

/** Runs to its end and answers with the exit code. */
type Program = (context: ProgramContext) => number | Promise<number>;

const NO_SUCH = "No such file or directory";

async function cat({ args, files, streams }: ProgramContext): Promise<number> {
  let exitCode = 0;
  for (const path of args.length > 0 ? args : ["-"]) {
    const text = files.get(path);
    if (path === "-") await pipeline(streams.stdin, streams.stdout, { end: false });
    else if (text !== undefined) streams.stdout.write(text);
    else {
      const why = listFolder(files, path) ? "Is a directory" : NO_SUCH;
      streams.stderr.write(`cat: ${path}: ${why}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}

function ls({ args, files, streams }: ProgramContext): number {
  const paths = args.filter((arg) => !arg.startsWith("-"));
  let exitCode = 0;
  for (const path of paths.length > 0 ? paths : ["/"]) {
    const names = files.has(path) ? [path] : listFolder(files, path);
    if (names) streams.stdout.write(names.map((name) => `${name}\n`).join(""));
    else {
      streams.stderr.write(`ls: ${path}: ${NO_SUCH}\n`);
      exitCode = 2;
    }
  }
  return exitCode;
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function date({ nowMs, streams }: ProgramContext): number {
  const now = new Date(nowMs);
  const day = String(now.getUTCDate()).padStart(2);
  const time = now.toISOString().slice(11, 19);
  streams.stdout.write(
    `${DAYS[now.getUTCDay()]} ${MONTHS[now.getUTCMonth()]} ${day} ${time} UTC ${now.getUTCFullYear()}\n`,
  );
  return 0;
}

function printenv({ args, environment, streams }: ProgramContext): number {
  if (args.length === 0) return env({ environment, streams });
  const values = args.map((name) => environment.get(name));
  for (const value of values) if (value !== undefined) streams.stdout.write(`${value}\n`);
  return values.includes(undefined) ? 1 : 0;
}

function env({ environment, streams }: Pick<ProgramContext, "environment" | "streams">): number {
  for (const [name, value] of environment) streams.stdout.write(`${name}=${value}\n`);
  return 0;
}

function print(text: (context: ProgramContext) => string): Program {
  return (context) => {
    context.streams.stdout.write(`${text(context)}\n`);
    return 0;
  };
}

/** What the simulated containers have on their path: no shell, no tar. */
export const PROGRAMS: ReadonlyMap<string, Program> = new Map<string, Program>([
  ["cat", cat],
  ["date", date],
  ["echo", print(({ args }) => args.join(" "))],
  ["env", env],
  ["false", () => 1],
  ["hostname", print(({ environment }) => environment.get("HOSTNAME") ?? "")],
  ["ls", ls],
  ["printenv", printenv],
  ["pwd", print(() => "/")],
  ["true", () => 0],
]);

import type { Container } from "../controllers/pod.ts";

/** What a process does that is not there to serve. */
export interface ContainerTask {
  /** As long as any work takes where the command does not say; infinite for what waits. */
  durationMs?: number;
  exitCode: number;
}

const UNITS_MS: Record<string, number> = { "": 1_000, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SLEEP = /^sleep\s+(infinity|([\d.]+)([smhd]?))$/;

/** The last part of a path: `/bin/sh` is `sh`. */
const programOf = (word = "") => word.slice(word.lastIndexOf("/") + 1);

function runWords(words: readonly string[]): ContainerTask {
  const [program, ...rest] = [programOf(words[0]), ...words.slice(1)];
  if (["sh", "bash", "ash"].includes(program) && rest[0]?.startsWith("-") && rest[0].includes("c")) {
    return runScript(rest[1] ?? "");
  }
  const [, duration, count, unit = ""] = SLEEP.exec([program, ...rest].join(" ")) ?? [];
  if (duration === "infinity") return { durationMs: Number.POSITIVE_INFINITY, exitCode: 0 };
  if (duration) return { durationMs: Number(count) * (UNITS_MS[unit] ?? 1_000), exitCode: 0 };
  if (program === "tail" && rest.includes("-f")) return { durationMs: Number.POSITIVE_INFINITY, exitCode: 0 };
  if (program === "exit") return { durationMs: 0, exitCode: Number(rest[0] ?? 0) };
  if (program === "false") return { durationMs: 0, exitCode: 1 };
  return ["true", "echo", "date"].includes(program) ? { durationMs: 0, exitCode: 0 } : { exitCode: 0 };
}

/** Commands one after the other, joined by `;`, `&&` or a new line. Nothing else of a shell is understood. */
function runScript(script: string): ContainerTask {
  let [durationMs, exitCode, isOpen] = [0, 0, false];
  for (const [, command = "", joint] of script.matchAll(/([^;&\n]+)(;|&&|\n|$)/g)) {
    const words = command.trim().split(/\s+/);
    const task = runWords(words);
    isOpen ||= task.durationMs === undefined;
    durationMs += task.durationMs ?? 0;
    exitCode = task.exitCode;
    if (words[0] === "exit" || (joint === "&&" && exitCode !== 0)) break;
  }
  return { ...(isOpen ? {} : { durationMs }), exitCode };
}

/**
 * The task of a container whose pod is meant to end. A command of known programs (`sleep`, `exit`, `false`, …, also in
 * `sh -c`) does what it says; anything else is work that succeeds; whoever waits for input waits.
 */
export function taskOf({ command = [], args = [], stdin }: Container): ContainerTask {
  if (stdin) return { durationMs: Number.POSITIVE_INFINITY, exitCode: 0 };
  return runWords([...command, ...args]);
}

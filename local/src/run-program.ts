import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { stopGroup } from "./stop-group.ts";
import { stopGroupWithParent } from "./stop-group-with-parent.ts";

interface ProgramOptions {
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Aborted when nobody wants the result any more: the program ends, with all that it started. */
  signal: AbortSignal;
}

const graceMs = 5000;

/** One that did not succeed; the message holds all that it wrote. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}

/**
 * Runs a program to its end, which comes at the latest with our own.
 * @returns its standard output
 * @throws ProgramError when it fails; the reason of `signal` when that is aborted. It is gone then.
 */
export async function runProgram(
  command: string,
  { args, cwd, env, signal }: ProgramOptions,
): Promise<string> {
  signal.throwIfAborted();
  const withUs = stopGroupWithParent();
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  const exited = new Promise<string>((done) =>
    child.once("exit", (code, killedBy) => done(`${code ?? killedBy}`)),
  );
  if (child.pid === undefined) withUs.callOff();
  else withUs.tell(`${child.pid}`);
  void exited.then(withUs.callOff);
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping = stopGroup(child, exited, graceMs);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const code = await Promise.race([exited, failed]);
    const [stdout, stderr] = await output;
    await stopping;
    signal.throwIfAborted();
    if (code !== "0") throw new ProgramError(`${stdout}\n${stderr}\n(It ended with ${code}.)`);
    return stdout;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

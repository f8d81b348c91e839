import { spawn } from "node:child_process";
import { root } from "./paths.ts";

interface GateRun {
  /** Whether it is heard as it runs; else all that it says comes when it has ended. */
  isLive: boolean;
  env: NodeJS.ProcessEnv;
}

/** Runs a gate to its end, under a heading with its name; gives its exit code, 1 where it could not be started. */
export async function runGate(name: string, command: string[], { isLive, env }: GateRun): Promise<number> {
  const [program = "", ...args] = command;
  const heading = `\n── ${name} ──\n`;
  if (isLive) process.stdout.write(heading);
  const child = spawn(program, args, {
    cwd: root,
    stdio: ["ignore", isLive ? "inherit" : "pipe", isLive ? "inherit" : "pipe"],
    env,
  });
  const said: Buffer[] = [];
  child.stdout?.on("data", (data: Buffer) => said.push(data));
  child.stderr?.on("data", (data: Buffer) => said.push(data));
  const exitCode = await new Promise<number>((done) => {
    child.once("error", (error) => {
      said.push(Buffer.from(`${error.message}\n`));
      done(1);
    });
    child.once("close", (code) => done(code ?? 1));
  });
  if (!isLive) said.unshift(Buffer.from(heading));
  process.stdout.write(Buffer.concat(said));
  return exitCode;
}

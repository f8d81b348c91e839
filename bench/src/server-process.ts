import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

export interface ServerProcessOptions {
  readonly name: string;
  readonly script: string;
  /** With PORT. */
  readonly env: Readonly<Record<string, string>>;
  readonly logsDir: string;
}

/** Starts a server as a process of its own and waits until it answers. Its output goes to a file, as in a container. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { name, script, env, logsDir } = options;
  const logFile = join(logsDir, `${name}.log`);
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...env },
    stdio: ["ignore", log, log],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${env.PORT}`;
  for (let attempt = 0; ; attempt += 1) {
    const answers = await fetch(`${url}/health/live`).then(
      async (answer) => {
        await answer.arrayBuffer();
        return true;
      },
      () => false,
    );
    if (answers) break;
    if (child.exitCode !== null || attempt > 300) {
      child.kill("SIGKILL");
      throw new Error(`${name} does not answer:\n${readFileSync(logFile, "utf8").slice(-2000)}`);
    }
    await delay(100);
  }
  return {
    pid: child.pid ?? 0,
    url,
    async stop() {
      child.kill("SIGTERM");
      const cut = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await exited;
      clearTimeout(cut);
    },
  };
}

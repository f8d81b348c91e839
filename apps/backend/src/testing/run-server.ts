import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface ServerProcess {
  /** What it wrote so far. */
  log(): string;
  signal(signal: NodeJS.Signals): void;
  /** Kills it as the kernel does; resolves when the process is gone. Safe to call twice. */
  kill(): Promise<void>;
}

const startTimeoutMs = 10_000;
/** Servers refuse to run as root, or should. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * Runs a server in `cwd`, as nobody where root runs the tests, until its loopback port takes connections.
 *
 * @throws Error with what it wrote, when it ends before.
 */
export async function runServer(
  program: string,
  args: readonly string[],
  { cwd, port }: { cwd: string; port: number },
): Promise<ServerProcess> {
  const child = spawn(program, args, { ...nobody, cwd, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  const write = (text: unknown) => {
    log += String(text);
  };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", write);
  const exited = once(child, "exit").catch(write);
  const server: ServerProcess = {
    log: () => log,
    signal: (signal) => void child.kill(signal),
    async kill() {
      if (!hasEnded(child)) child.kill("SIGKILL");
      await exited;
    },
  };
  const deadline = performance.now() + startTimeoutMs;
  while (!(await takesConnections(port))) {
    if (hasEnded(child) || performance.now() > deadline) {
      await server.kill();
      throw new Error(`${program} did not start: ${log}`);
    }
    await delay(20);
  }
  return server;
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

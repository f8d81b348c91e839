import { type ChildProcess, spawn } from "node:child_process";
import { open, readFile, rename } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@horizon/errors";
import { type ClusterDirectory, serverEnvironment } from "./cluster-directory.ts";
import { readPostmasterPid } from "./postmaster-pid.ts";
import type { ServerUser } from "./server-user.ts";
import { stopWithParent } from "./stop-with-parent.ts";

export interface ServerOptions {
  readonly binary: string;
  readonly directory: ClusterDirectory;
  readonly user: ServerUser;
  readonly port: number;
  /** Configuration parameters, as in postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>;
  /** Delete the whole directory should this process die without stopping the server. */
  readonly deleteWithParent: boolean;
}

export interface PostgresServer {
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Ends all sessions and stops; resolves when the process is gone. Safe to call twice. */
  stop(): Promise<void>;
}

/** Crash recovery after a power cut may take its time. */
const startTimeoutMs = 60_000;
/** Signals of increasing force: fast shutdown, immediate shutdown, kill. */
const stopSignals = [
  ["SIGINT", 10_000],
  ["SIGQUIT", 5_000],
  ["SIGKILL", 5_000],
] as const;

/** Runs the server on an initialized directory and waits until it takes connections. */
export async function startServer(options: ServerOptions): Promise<PostgresServer> {
  const { directory } = options;
  const child = await spawnServer(options);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  if (child.pid === undefined) throw await startError(directory, "it could not be run");
  const callOff = stopWithParent(child.pid, options.deleteWithParent ? directory.root : undefined);
  exited.then(callOff);
  child.unref();

  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopServer(child, exited);
    return stopping;
  };
  try {
    await waitUntilReady(child, directory);
  } catch (error) {
    await stop();
    throw error;
  }
  return { exited, stop };
}

async function spawnServer({
  binary,
  directory,
  user,
  port,
  settings,
}: ServerOptions): Promise<ChildProcess> {
  await rename(directory.logFile, `${directory.logFile}.previous`).catch(() => undefined);
  const log = await open(directory.logFile, "w", 0o600);
  const parameters = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    // The path of a socket may be too long for the system; nobody needs it.
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...settings,
  };
  const flags = Object.entries(parameters).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  try {
    return spawn(binary, ["-D", directory.pgdata, ...flags], {
      ...user,
      cwd: "/",
      env: serverEnvironment,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
  } finally {
    await log.close();
  }
}

async function waitUntilReady(child: ChildProcess, directory: ClusterDirectory): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const status = await readPostmasterPid(directory.pgdata);
    if (status?.pid === child.pid && status?.ready) return;
    if (child.exitCode !== null || child.signalCode !== null)
      throw await startError(directory, "it ended at once");
    if (performance.now() > deadline)
      throw await startError(directory, `it was not ready in ${startTimeoutMs} ms`);
    await delay(20);
  }
}

async function stopServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  for (const [signal, patienceMs] of stopSignals) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    // Waiting must keep the process alive, though the server alone does not.
    child.ref();
    const timer = new AbortController();
    await Promise.race([
      exited,
      delay(patienceMs, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
  }
}

async function startError({ logFile }: ClusterDirectory, what: string): Promise<AppError> {
  const log = await readFile(logFile, "utf8").catch(() => "");
  const tail = log.trim().split("\n").slice(-5).join("\n");
  return new AppError(
    "UNAVAILABLE",
    `PostgreSQL did not start: ${what}. Its log ${logFile} ends with:\n${tail}`,
  );
}

import { chmodSync } from "node:fs";
import { join } from "node:path";
import { readBackendSecrets } from "./backend-secrets.ts";
import { buildConsole } from "./build-console.ts";
import { type RunningChild, startChild } from "./child-process.ts";
import { writeClustersFile } from "./clusters-file.ts";
import { assertPortsFree } from "./free-port.ts";
import { consoleProcess, labProcess, opsServerProcess } from "./horizon-processes.ts";
import type { DataPaths } from "./paths.ts";
import { backendPortNames, ownPortNames, type Ports } from "./ports.ts";
import type { Progress } from "./progress.ts";
import { readSessionSecret } from "./session-secret.ts";
import { type StartProcess, startBackend } from "./start-backend.ts";
import { startDatabase } from "./start-database.ts";
import { takeStartLock } from "./start-lock.ts";
import { createStartedParts, type StartedParts } from "./started-parts.ts";

export { opsServerMemory } from "./horizon-processes.ts";

export interface HorizonOptions {
  ports: Ports;
  paths: DataPaths;
  progress: Progress;
  /** Reload on change instead of a production build. */
  dev: boolean;
  /** Whether the customers' API runs too, its eight services behind the gateway. */
  backend: boolean;
  /** Whether the pages run; only tests of what is behind them leave them out. */
  console?: boolean;
  /** Settings of ops-server on top of those that belong together. */
  opsServerEnv?: Record<string, string>;
  /** The same of the console. */
  consoleEnv?: Record<string, string>;
  /** Called when people can use the console, before the rest runs. */
  onUsable?: (consoleUrl: string) => void;
  /** Called when a process ends that nobody stopped. */
  onCrash: (program: Pick<RunningChild, "name" | "logFile">, code: number | null) => void;
  /** Aborted when nobody waits for the start any more. */
  signal?: AbortSignal;
}

export interface Horizon {
  consoleUrl: string;
  opsServerUrl: string;
  labControlUrl: string;
  /** Of the customers' API; null when it does not run. */
  gatewayUrl: string | null;
  /** The lab's stand-ins for what the backend uses: mailer, payments, e-mail, object store, business clock. */
  providersUrl: string;
  databaseUrl: string;
  /** As the superuser; for the tests that do what somebody with all rights on the server could. */
  databaseAdminUrl: string;
  kubeconfig: string;
  /** Signs session cookies; for the tests that make their own. */
  sessionSecret: string;
  children: readonly RunningChild[];
  /** Stops everything, what others stand on after them. Safe to call twice. */
  stop(): Promise<void>;
}

/** What a process is given to end by itself. */
const stopGraceMs = 10_000;

/**
 * Starts PostgreSQL, the lab, ops-server, the console and the backend, and waits for all of them. What does not need each
 * other starts at once; what people can do without waits until they can use the console. When one fails, or the signal is
 * aborted, everything is stopped before the error is thrown.
 */
export async function startHorizon(options: HorizonOptions): Promise<Horizon> {
  options.signal?.throwIfAborted();
  const releaseLock = takeStartLock(options.paths.lockFile);
  const parts = createStartedParts();
  const giveUp = () => void parts.stop(options.signal?.reason).catch(() => undefined);
  options.signal?.addEventListener("abort", giveUp);
  try {
    await parts.start(
      "lock",
      async () => releaseLock,
      (release) => release(),
    );
    return await startEverything(options, parts);
  } catch (error) {
    await parts.stop(error);
    throw options.signal?.aborted ? options.signal.reason : error;
  } finally {
    options.signal?.removeEventListener("abort", giveUp);
  }
}

async function startEverything(options: HorizonOptions, parts: StartedParts): Promise<Horizon> {
  const { ports, paths, progress, dev } = options;
  // Under root PostgreSQL runs as another user, who must be able to pass through this folder, not to list it.
  chmodSync(paths.dataDir, 0o711);
  await assertPortsFree(ports, options.backend ? [...ownPortNames, ...backendPortNames] : ownPortNames);
  const sessionSecret = readSessionSecret(paths.secretFile);
  const secrets = readBackendSecrets(paths.backendSecretsFile);
  const consoleUrl = `http://localhost:${ports.console}`;
  const opsServerUrl = `http://127.0.0.1:${ports.opsServer}`;
  const kubeconfig = join(paths.lab, "kubeconfig");

  const children: RunningChild[] = [];
  const onExit: HorizonOptions["onCrash"] = (...ended) => {
    if (!parts.signal.aborted) options.onCrash(...ended);
  };
  const start: StartProcess = async (title, process, layer = "services") => {
    const child = await parts.start(
      layer,
      (signal) => progress.step(title, () => startChild({ ...process, signal, logsDir: paths.logs, onExit })),
      (running) => running.stop(stopGraceMs),
    );
    children.push(child);
  };

  const startConsole = async () => {
    if (!dev) await parts.start("services", (signal) => buildConsole(progress, signal));
    const env = options.consoleEnv ?? {};
    const settings = { dev, port: ports.console, url: consoleUrl, opsServerUrl, sessionSecret, env };
    await start("Console", consoleProcess(settings));
  };
  const startOpsServer = async () => {
    const [postgres] = await Promise.all([
      startDatabase({ ports, paths, progress, onExit }, parts),
      start("Lab: Kubernetes in three clusters", labProcess({ dev, paths, ports, secrets }), "lab"),
    ]);
    writeClustersFile(paths.clustersFile, kubeconfig);
    const env = {
      DATABASE_URL: postgres.url,
      NEXTAUTH_SECRET: sessionSecret,
      CONSOLE_ORIGIN: consoleUrl,
      CLUSTERS_FILE: paths.clustersFile,
      ...options.opsServerEnv,
    };
    await start("ops-server: api", opsServerProcess("api", { dev, port: ports.opsServer, env }));
    return {
      postgres,
      startWorker: () =>
        start("ops-server: worker", opsServerProcess("worker", { dev, port: ports.opsWorker, env })),
    };
  };

  const hasPages = options.console ?? true;
  const [{ postgres, startWorker }] = await Promise.all([startOpsServer(), hasPages && startConsole()]);
  if (hasPages) options.onUsable?.(consoleUrl);
  await Promise.all([
    startWorker(),
    options.backend && startBackend({ ports, paths, progress, secrets, postgres, dev }, { parts, start }),
  ]);

  return {
    consoleUrl,
    opsServerUrl,
    labControlUrl: `http://127.0.0.1:${ports.labControl}`,
    gatewayUrl: options.backend ? `http://127.0.0.1:${ports.gateway}` : null,
    providersUrl: `http://127.0.0.1:${ports.labProviders}`,
    databaseUrl: postgres.url,
    databaseAdminUrl: postgres.adminUrl,
    kubeconfig,
    sessionSecret,
    children,
    stop: () => parts.stop(new Error("Horizon is stopped.")),
  };
}

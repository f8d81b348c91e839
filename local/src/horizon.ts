import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeDb, createDb, seedMembers } from "@horizon/db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@horizon/db/embedded";
import { applyMigrations } from "@horizon/db/migrate";
import { readBackendSecrets } from "./backend-secrets.ts";
import { providerSettings } from "./backend-services.ts";
import { buildConsole } from "./build-console.ts";
import { type ChildEnvironment, type RunningChild, startChild } from "./child-process.ts";
import { writeClustersFile } from "./clusters-file.ts";
import { assertPortsFree } from "./free-port.ts";
import { type DataPaths, root } from "./paths.ts";
import { people } from "./people.ts";
import type { Ports } from "./ports.ts";
import type { Progress } from "./progress.ts";
import { readSessionSecret } from "./session-secret.ts";
import { backendPorts, type NodeProcess, type StartChild, startBackend } from "./start-backend.ts";
import { takeStartLock } from "./start-lock.ts";

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
  /** Called when a process ends that nobody stopped. */
  onCrash: (child: RunningChild, code: number | null) => void;
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
  /** Stops everything in the reverse order. Safe to call twice. */
  stop(): Promise<void>;
}

/** On two cores the first start builds the console while all of them start. */
const readyWithinMs = 120_000;

/**
 * Without the sizes ops-server's heap grows with the machine. Without the thresholds glibc moves its own upwards, and keeps
 * what compiling and parsing once took. `apps/ops-server/Dockerfile` and the manifests say the same.
 */
export const opsServerMemory = {
  NODE_OPTIONS: "--max-semi-space-size=8 --max-old-space-size=400",
  MALLOC_TRIM_THRESHOLD_: "131072",
  MALLOC_MMAP_THRESHOLD_: "131072",
};

/**
 * Starts PostgreSQL, the lab, ops-server (api and worker) and the console, in this order, and waits for each.
 * When one fails, what already runs is stopped before the error is thrown.
 */
export async function startHorizon(options: HorizonOptions): Promise<Horizon> {
  const releaseLock = takeStartLock(options.paths.lockFile);
  const stops: (() => Promise<void>)[] = [async () => releaseLock()];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopAll(stops);
    return stopping;
  };
  try {
    return await startEverything(
      { ...options, onCrash: (child, code) => !stopping && options.onCrash(child, code) },
      stops,
      stop,
    );
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopAll(stops: (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

async function startEverything(
  options: HorizonOptions,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Horizon> {
  const { ports, paths, progress } = options;
  // Under root PostgreSQL runs as another user, who must be able to pass through this folder, not to list it.
  chmodSync(paths.dataDir, 0o711);
  const secret = readSessionSecret(paths.secretFile);
  await assertPortsFree(ports, [
    "console",
    "opsServer",
    "opsWorker",
    "postgres",
    "labControl",
    "labProduction",
    "labStaging",
    "labDr",
    "labProviders",
    ...(options.backend ? backendPorts : []),
  ]);
  const secrets = readBackendSecrets(paths.backendSecretsFile);

  const hasPages = options.console ?? true;
  const building = hasPages && !options.dev ? buildConsole(progress) : Promise.resolve();
  // The build runs beside the database and the lab; its error is reported where it is awaited.
  building.catch(() => undefined);

  const postgres = await progress.step("PostgreSQL", () =>
    startEmbeddedPostgres({ dataDir: paths.postgres, port: ports.postgres }),
  );
  stops.push(() => postgres.stop());
  writeFileSync(paths.databaseUrlFile, postgres.url, { mode: 0o600 });
  await progress.step("Migrations and people", () => prepareDatabase(postgres));

  const mode: ChildEnvironment["NODE_ENV"] = options.dev ? "development" : "production";
  const children: RunningChild[] = [];
  const start: StartChild = async (title, child) => {
    const running = await progress.step(title, () =>
      startChild({ ...child, logsDir: paths.logs, onExit: options.onCrash }),
    );
    children.push(running);
    stops.push(() => running.stop(10_000));
  };
  const saysReady = (line: string) => line.includes('"ready":true');
  const node: NodeProcess = (name, entry, env) => ({
    name,
    command: process.execPath,
    args: [
      ...(options.dev && name !== "lab" ? ["--watch-preserve-output", "--watch"] : []),
      join(root, entry),
    ],
    cwd: root,
    env: { ...env, NODE_ENV: mode },
    readyWhen: saysReady,
    readyWithinMs,
  });

  const kubeconfig = join(paths.lab, "kubeconfig");
  await start(
    "Lab: Kubernetes in three clusters",
    node("lab", "packages/lab/src/main.ts", {
      LAB_DATA_DIR: paths.lab,
      LAB_CONTROL_PORT: `${ports.labControl}`,
      LAB_PRODUCTION_PORT: `${ports.labProduction}`,
      LAB_STAGING_PORT: `${ports.labStaging}`,
      LAB_DR_PORT: `${ports.labDr}`,
      LAB_PROVIDERS_PORT: `${ports.labProviders}`,
      LAB_PROVIDERS: providerSettings({ ports, secrets }),
    }),
  );
  writeClustersFile(paths.clustersFile, kubeconfig);

  const consoleUrl = `http://localhost:${ports.console}`;
  const opsServerUrl = `http://127.0.0.1:${ports.opsServer}`;
  const opsEnvironment = {
    DATABASE_URL: postgres.url,
    NEXTAUTH_SECRET: secret,
    CONSOLE_ORIGIN: consoleUrl,
    CLUSTERS_FILE: paths.clustersFile,
    BANNER: "Lab: a simulated estate. Nothing here touches a real cluster.",
    HOST: "127.0.0.1",
    ...opsServerMemory,
    ...options.opsServerEnv,
  };
  // The eight services start beside ops-server: they wait for the database and for nothing else.
  const backend = options.backend
    ? startBackend({ ports, paths, progress, secrets, postgres }, { start, node })
    : undefined;
  backend?.catch(() => undefined);
  await start(
    "ops-server: api",
    node("ops-server-api", "apps/ops-server/src/api.ts", { ...opsEnvironment, PORT: `${ports.opsServer}` }),
  );
  await start(
    "ops-server: worker",
    node("ops-server-worker", "apps/ops-server/src/worker.ts", {
      ...opsEnvironment,
      PORT: `${ports.opsWorker}`,
    }),
  );

  await backend;
  await building;
  if (hasPages) {
    await start("Console", {
      name: "console",
      command: process.execPath,
      args: [
        // Its lines are JSON, as in production; what a developer reads while they write stays as Next has it.
        ...(options.dev ? [] : ["--import", join(root, "packages/telemetry/src/start-console.ts")]),
        join(root, "apps/console/node_modules/next/dist/bin/next"),
        options.dev ? "dev" : "start",
        // One click signs people in here, so nobody else on the network may ask.
        "--hostname",
        "127.0.0.1",
        "--port",
        `${ports.console}`,
      ],
      cwd: join(root, "apps/console"),
      env: {
        NODE_ENV: mode,
        NEXT_TELEMETRY_DISABLED: "1",
        NEXTAUTH_SECRET: secret,
        NEXTAUTH_URL: consoleUrl,
        OPS_SERVER_URL: opsServerUrl,
        SIGN_IN_PEOPLE: JSON.stringify(people),
        ...options.consoleEnv,
      },
      readyWhen: (line) => line.includes("Ready in"),
      readyWithinMs,
    });
  }

  return {
    consoleUrl,
    opsServerUrl,
    labControlUrl: `http://127.0.0.1:${ports.labControl}`,
    gatewayUrl: options.backend ? `http://127.0.0.1:${ports.gateway}` : null,
    providersUrl: `http://127.0.0.1:${ports.labProviders}`,
    databaseUrl: postgres.url,
    databaseAdminUrl: postgres.adminUrl,
    kubeconfig,
    sessionSecret: secret,
    children,
    stop,
  };
}

async function prepareDatabase(postgres: EmbeddedPostgres): Promise<void> {
  await applyMigrations({ url: postgres.adminUrl });
  const db = createDb(postgres.url, { poolMax: 2 });
  try {
    await seedMembers(db, people);
  } finally {
    await closeDb(db);
  }
}

import { join } from "node:path";
import type { BackendSecrets } from "./backend-secrets.ts";
import { providerSettings } from "./backend-services.ts";
import type { ChildEnvironment, ChildOptions } from "./child-process.ts";
import { type DataPaths, root } from "./paths.ts";
import { people } from "./people.ts";
import type { Ports } from "./ports.ts";

/** What to run, without what all have in common. */
export type ProcessOptions = Omit<ChildOptions, "logsDir" | "onExit" | "signal">;

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

const modeOf = (dev: boolean): ChildEnvironment["NODE_ENV"] => (dev ? "development" : "production");

/** A process of ours that says `"ready":true` when it serves. With `reload` it starts anew when its code changes. */
export function nodeProcess(
  name: string,
  entry: string,
  { dev, reload = dev, env }: { dev: boolean; reload?: boolean; env: Record<string, string> },
): ProcessOptions {
  return {
    name,
    command: process.execPath,
    args: [...(reload ? ["--watch-preserve-output", "--watch"] : []), join(root, entry)],
    cwd: root,
    env: { NODE_ENV: modeOf(dev), ...env },
    readyWhen: (line) => line.includes('"ready":true'),
    readyWithinMs,
  };
}

interface LabSurroundings {
  dev: boolean;
  paths: DataPaths;
  ports: Ports;
  secrets: BackendSecrets;
}

/** Not started anew when its code changes: its clusters would be gone. */
export function labProcess({ dev, paths, ports, secrets }: LabSurroundings): ProcessOptions {
  return nodeProcess("lab", "packages/lab/src/main.ts", {
    dev,
    reload: false,
    env: {
      LAB_DATA_DIR: paths.lab,
      LAB_CONTROL_PORT: `${ports.labControl}`,
      LAB_PRODUCTION_PORT: `${ports.labProduction}`,
      LAB_STAGING_PORT: `${ports.labStaging}`,
      LAB_DR_PORT: `${ports.labDr}`,
      LAB_PROVIDERS_PORT: `${ports.labProviders}`,
      LAB_PROVIDERS: providerSettings({ ports, secrets }),
    },
  });
}

export function opsServerProcess(
  part: "api" | "worker",
  { dev, port, env }: { dev: boolean; port: number; env: Record<string, string> },
): ProcessOptions {
  return nodeProcess(`ops-server-${part}`, `apps/ops-server/src/${part}.ts`, {
    dev,
    env: {
      BANNER: "Lab: a simulated estate. Nothing here touches a real cluster.",
      HOST: "127.0.0.1",
      PORT: `${port}`,
      ...opsServerMemory,
      ...env,
    },
  });
}

interface ConsoleSurroundings {
  dev: boolean;
  port: number;
  url: string;
  opsServerUrl: string;
  sessionSecret: string;
  env: Record<string, string>;
}

/** Next's server on the production build, or the one that compiles while somebody writes. */
export function consoleProcess(console: ConsoleSurroundings): ProcessOptions {
  const { dev, port, url, opsServerUrl, sessionSecret, env } = console;
  return {
    name: "console",
    command: process.execPath,
    args: [
      // Its lines are JSON, as in production; what a developer reads while they write stays as Next has it.
      ...(dev ? [] : ["--import", join(root, "packages/telemetry/src/start-console.ts")]),
      join(root, "apps/console/node_modules/next/dist/bin/next"),
      dev ? "dev" : "start",
      // One click signs people in here, so nobody else on the network may ask.
      "--hostname",
      "127.0.0.1",
      "--port",
      `${port}`,
    ],
    cwd: join(root, "apps/console"),
    env: {
      NODE_ENV: modeOf(dev),
      NEXT_TELEMETRY_DISABLED: "1",
      NEXTAUTH_SECRET: sessionSecret,
      NEXTAUTH_URL: url,
      OPS_SERVER_URL: opsServerUrl,
      SIGN_IN_PEOPLE: JSON.stringify(people),
      ...env,
    },
    readyWhen: (line) => line.includes("Ready in"),
    readyWithinMs,
  };
}

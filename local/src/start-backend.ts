import type { EmbeddedPostgres } from "@horizon/db/embedded";
import type { BackendSecrets } from "./backend-secrets.ts";
import { backendServices } from "./backend-services.ts";
import { ensureBackendStaff } from "./backend-staff.ts";
import { nodeProcess, type ProcessOptions } from "./horizon-processes.ts";
import type { DataPaths } from "./paths.ts";
import type { Ports } from "./ports.ts";
import type { Progress } from "./progress.ts";
import type { Layer, StartedParts } from "./started-parts.ts";

/** Starts a process under a title, and stops it when everything is stopped. */
export type StartProcess = (title: string, process: ProcessOptions, layer?: Layer) => Promise<void>;

interface BackendSurroundings {
  readonly dev: boolean;
  readonly ports: Ports;
  readonly paths: DataPaths;
  readonly progress: Progress;
  readonly secrets: BackendSecrets;
  readonly postgres: EmbeddedPostgres;
}

/** Starts the eight services of the customers' API, after the people who act through it are there. */
export async function startBackend(
  { dev, ports, paths, progress, secrets, postgres }: BackendSurroundings,
  { parts, start }: { parts: StartedParts; start: StartProcess },
): Promise<void> {
  const services = backendServices({ ports, secrets, databaseUrl: postgres.serviceUrl });
  const auth = services.find(({ name }) => name === "auth-service");
  if (auth) {
    const source = { env: auth.env, password: secrets.staffPassword };
    await parts.start("services", (signal) =>
      progress.step("Staff of the backend", () =>
        ensureBackendStaff(paths.backendStaffFile, { ...source, signal }),
      ),
    );
  }
  await Promise.all(
    services.map(({ name, env }) =>
      start(`Backend: ${name}`, nodeProcess(name, "apps/backend/src/main.ts", { dev, env })),
    ),
  );
}

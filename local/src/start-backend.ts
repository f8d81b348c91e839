import type { EmbeddedPostgres } from "@horizon/db/embedded";
import type { BackendSecrets } from "./backend-secrets.ts";
import { backendServices } from "./backend-services.ts";
import { ensureBackendStaff } from "./backend-staff.ts";
import type { startChild } from "./child-process.ts";
import type { DataPaths } from "./paths.ts";
import type { Ports } from "./ports.ts";
import type { Progress } from "./progress.ts";

type ChildProcessOptions = Omit<Parameters<typeof startChild>[0], "logsDir" | "onExit">;
/** Starts a process under a title, and stops it when everything is stopped. */
export type StartChild = (title: string, child: ChildProcessOptions) => Promise<void>;
/** A process of ours that says `"ready":true` when it serves. */
export type NodeProcess = (name: string, entry: string, env: Record<string, string>) => ChildProcessOptions;

export const backendPorts = [
  "gateway",
  "authService",
  "customerService",
  "creditService",
  "disputeService",
  "billingService",
  "notificationService",
  "workerService",
] as const satisfies readonly (keyof Ports)[];

interface BackendSurroundings {
  readonly ports: Ports;
  readonly paths: DataPaths;
  readonly progress: Progress;
  readonly secrets: BackendSecrets;
  readonly postgres: EmbeddedPostgres;
}

/** Starts the eight services of the customers' API, after the people who act through it are there. */
export async function startBackend(
  { ports, paths, progress, secrets, postgres }: BackendSurroundings,
  { start, node }: { start: StartChild; node: NodeProcess },
): Promise<void> {
  const services = backendServices({ ports, secrets, databaseUrl: postgres.serviceUrl });
  const auth = services.find(({ name }) => name === "auth-service");
  if (auth) {
    await progress.step("Staff of the backend", () =>
      ensureBackendStaff(paths.backendStaffFile, { env: auth.env, password: secrets.staffPassword }),
    );
  }
  await Promise.all(
    services.map(({ name, env }) =>
      start(`Backend: ${name}`, { ...node(name, "apps/backend/src/main.ts", env), env }),
    ),
  );
}

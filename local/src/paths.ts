import { join, resolve } from "node:path";

/** The repository's root. */
export const root = resolve(import.meta.dirname, "../..");

export interface DataPaths {
  dataDir: string;
  postgres: string;
  lab: string;
  clustersFile: string;
  secretFile: string;
  /** The URL of the local database, for the tools that are run beside a started Horizon. */
  databaseUrlFile: string;
  /** What the services of the backend know each other by. */
  backendSecretsFile: string;
  /** How the staff of the backend sign in. */
  backendStaffFile: string;
  lockFile: string;
  logs: string;
}

/** Where a local Horizon keeps what must survive a restart. HORIZON_DATA_DIR moves it. */
export function dataPaths(env: Record<string, string | undefined>): DataPaths {
  const dataDir = resolve(env.HORIZON_DATA_DIR || join(root, ".data"));
  return {
    dataDir,
    postgres: join(dataDir, "postgres"),
    lab: join(dataDir, "lab"),
    clustersFile: join(dataDir, "clusters.yaml"),
    secretFile: join(dataDir, "session-secret"),
    databaseUrlFile: join(dataDir, "database-url"),
    backendSecretsFile: join(dataDir, "backend-secrets.json"),
    backendStaffFile: join(dataDir, "backend-staff.json"),
    lockFile: join(dataDir, "start.lock"),
    logs: join(dataDir, "logs"),
  };
}

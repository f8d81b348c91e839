import type { ServiceSchema } from "@horizon/contracts/backend";
import { claimPort } from "./claim-port.ts";
import { clusterDirectory, initializeCluster, superuser } from "./cluster-directory.ts";
import {
  databaseName,
  opsRole,
  prepareRolesAndDatabase,
  servicePassword,
  serviceRole,
} from "./database-roles.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { startServer } from "./postgres-server.ts";
import { clearPostmasterPid } from "./postmaster-pid.ts";
import { resolveServerUser } from "./server-user.ts";

export interface EmbeddedPostgresOptions {
  /** Created when missing, reused when there. Holds the data, the log and the passwords (mode 0600). */
  readonly dataDir: string;
  /** On 127.0.0.1; 0 picks a free one. */
  readonly port: number;
  /** Told about the steps that take time. */
  readonly log?: (message: string) => void;
  /** Configuration parameters, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Delete `dataDir` should this process die without calling `stop`. */
  readonly deleteWithParent?: boolean;
}

export interface EmbeddedPostgres {
  /** Connects as `horizon_ops`, the role of ops-server: no DDL, and only what the migrations granted. */
  readonly url: string;
  /** Connects as the superuser, to migrate. */
  readonly adminUrl: string;
  /** Connects as the role of a service of the backend: its own schema and nothing else. */
  readonly serviceUrl: (schema: ServiceSchema) => string;
  readonly port: number;
  /** Resolves when the server has ended, also when nobody stopped it. */
  readonly exited: Promise<void>;
  /** Ends all sessions and stops; resolves when the process is gone. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on one machine, without anything installed but npm packages. The server ends with this
 * process, however that dies.
 *
 * @throws AppError UNAVAILABLE with the reason in words: port taken, already running, platform without binaries, …
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const directory = clusterDirectory(options.dataDir);
  const [binaries, user] = await Promise.all([findPostgresBinaries(), resolveServerUser()]);

  await clearPostmasterPid(directory.pgdata);
  const port = await claimPort(options.port);
  log("preparing the data directory");
  const credentials = await initializeCluster(directory, binaries, user);
  log("starting the server");
  const server = await startServer({
    binary: binaries.postgres,
    directory,
    user,
    port,
    settings: options.settings ?? {},
    deleteWithParent: options.deleteWithParent ?? false,
  });

  const urlOf = (role: string, password: string, database: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  try {
    await prepareRolesAndDatabase(urlOf(superuser, credentials.admin, "postgres"), credentials);
  } catch (error) {
    await server.stop();
    throw error;
  }
  log(`ready on port ${port}`);
  return {
    url: urlOf(opsRole, credentials.ops, databaseName),
    adminUrl: urlOf(superuser, credentials.admin, databaseName),
    serviceUrl: (schema) => urlOf(serviceRole(schema), servicePassword(credentials, schema), databaseName),
    port,
    exited: server.exited,
    stop: server.stop,
  };
}

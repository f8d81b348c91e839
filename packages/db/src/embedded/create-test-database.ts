import { randomUUID } from "node:crypto";
import type { ServiceSchema } from "@horizon/contracts/backend";
import { Client, escapeIdentifier } from "pg";
import { databaseName } from "./database-roles.ts";
import { findSharedServer, takeOwnServer } from "./test-server.ts";

export interface TestDatabase {
  /** Connects as `horizon_ops`. */
  readonly url: string;
  /** Connects as the superuser. */
  readonly adminUrl: string;
  /** Connects as the role of a service of the backend. */
  readonly serviceUrl: (schema: ServiceSchema) => string;
  /** Ends the sessions of this application, as an operator may; returns how many there were. */
  cutSessions(applicationName: string): Promise<number>;
  /** Drops the database; the last one to close also stops the server of this process. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** For whoever changes what all databases of a server have in common: its roles, its settings, that it runs. */
  readonly ownServer?: boolean;
}

/**
 * A migrated database of one's own, a copy of a template: on the server that the whole test run shares, or where there
 * is none (or it is not wanted) on one for this process.
 */
export async function createTestDatabase({
  ownServer = false,
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const server = (ownServer ? undefined : findSharedServer()) ?? (await takeOwnServer());
  try {
    await runAsAdmin(
      server.adminUrl,
      `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(databaseName)}`,
    );
  } catch (error) {
    await server.release();
    throw error;
  }
  let closed = false;
  return {
    url: withDatabase(server.url, name),
    adminUrl: withDatabase(server.adminUrl, name),
    serviceUrl: (schema) => withDatabase(server.serviceUrls[schema], name),
    async cutSessions(applicationName) {
      const { rowCount } = await runAsAdmin(
        server.adminUrl,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = $2",
        [name, applicationName],
      );
      return rowCount ?? 0;
    },
    async close() {
      if (closed) return;
      closed = true;
      await runAsAdmin(server.adminUrl, `DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
      await server.release();
    },
  };
}

async function runAsAdmin(adminUrl: string, statement: string, values: readonly string[] = []) {
  const client = new Client({ connectionString: withDatabase(adminUrl, "postgres") });
  await client.connect();
  try {
    return await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

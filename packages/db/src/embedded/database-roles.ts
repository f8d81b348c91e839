import { createHmac } from "node:crypto";
import { type ServiceSchema, serviceSchemas } from "@horizon/contracts/backend";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import type { Credentials } from "./cluster-directory.ts";

/** Name of the one database; each owner has a schema in it. */
export const databaseName = "horizon";
/** The role of ops-server. Its rights are granted by the migrations. */
export const opsRole = "horizon_ops";

/** The role of the service that owns this schema. */
export function serviceRole(schema: ServiceSchema): string {
  return `horizon_${schema}`;
}

/** One password a service, so that none can sign in as another. */
export function servicePassword({ services, ops }: Credentials, schema: ServiceSchema): string {
  return createHmac("sha256", services ?? ops)
    .update(schema)
    .digest("base64url");
}

/** Creates what migrations take for granted: login roles and the database. `url` is the superuser's. */
export async function prepareRolesAndDatabase(url: string, credentials: Credentials): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await ensureRole(client, opsRole, credentials.ops);
    for (const schema of Object.values(serviceSchemas)) {
      await ensureRole(client, serviceRole(schema), servicePassword(credentials, schema));
    }
    const found = await client.query("SELECT FROM pg_database WHERE datname = $1", [databaseName]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(databaseName)}`);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const found = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
  const verb = found.rowCount === 0 ? "CREATE" : "ALTER";
  await client.query(`${verb} ROLE ${escapeIdentifier(role)} LOGIN PASSWORD ${escapeLiteral(password)}`);
}

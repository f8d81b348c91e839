import { Client, escapeIdentifier, escapeLiteral } from "pg";

/** Name of the one database; each owner has a schema in it. */
export const databaseName = "horizon";
/** The role of ops-server. Its rights are granted by the migrations. */
export const opsRole = "horizon_ops";

/** Creates what migrations take for granted: login roles and the database. `url` is the superuser's. */
export async function prepareRolesAndDatabase(url: string, opsPassword: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = $2) AS database`,
      [opsRole, databaseName],
    );
    const verb = found.rows[0]?.role ? "ALTER" : "CREATE";
    await client.query(
      `${verb} ROLE ${escapeIdentifier(opsRole)} LOGIN PASSWORD ${escapeLiteral(opsPassword)}`,
    );
    if (!found.rows[0]?.database) await client.query(`CREATE DATABASE ${escapeIdentifier(databaseName)}`);
  } finally {
    await client.end();
  }
}

import { Client } from "pg";

/** Asks the database past Horizon, as somebody with all rights on the server can. */
export async function asDatabaseAdmin<Row extends object>(
  statement: string,
  values: readonly string[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: process.env.DATABASE_ADMIN_URL });
  await client.connect();
  try {
    return (await client.query<Row>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

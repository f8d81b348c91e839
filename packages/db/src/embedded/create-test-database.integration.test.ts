import { Client } from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./create-test-database.ts";

async function countMembers(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return Number((await client.query("SELECT count(*) FROM ops.member")).rows[0].count);
  } finally {
    await client.end();
  }
}

test("each has a migrated database of its own, and the server ends with the last", async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const client = new Client({ connectionString: one.url });
  await client.connect();
  await client.query(
    "INSERT INTO ops.member (id, email, name, role) VALUES (gen_random_uuid(), 'a@horizon.example', 'A', 'admin')",
  );
  await client.end();
  expect(await countMembers(one.url)).toBe(1);
  expect(await countMembers(two.url)).toBe(0);

  await one.close();
  await one.close();
  await expect(countMembers(one.url)).rejects.toThrow("does not exist");
  expect(await countMembers(two.url)).toBe(0);
  await two.close();
  await expect(countMembers(two.url)).rejects.toThrow("ECONNREFUSED");
});

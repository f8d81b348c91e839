import { expect, test } from "vitest";
import { queryRows } from "../migrate/query-rows.ts";
import { createTestDatabase } from "./create-test-database.ts";

const countMembers = async (url: string) => (await queryRows(url, "SELECT id FROM ops.member")).length;

test("each has a migrated database of its own, and the server of the process ends with the last", async () => {
  const [one, two] = await Promise.all([
    createTestDatabase({ ownServer: true }),
    createTestDatabase({ ownServer: true }),
  ]);
  await queryRows(
    one.url,
    "INSERT INTO ops.member (id, email, name, role) VALUES (gen_random_uuid(), 'a@horizon.example', 'A', 'admin')",
  );
  expect(await countMembers(one.url)).toBe(1);
  expect(await countMembers(two.url)).toBe(0);

  await one.close();
  await one.close();
  await expect(countMembers(one.url)).rejects.toThrow("does not exist");
  expect(await countMembers(two.url)).toBe(0);
  await two.close();
  await expect(countMembers(two.url)).rejects.toThrow("ECONNREFUSED");
});

test("a test run shares a server, which outlives the databases on it", async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(new URL(one.url).port).toBe(new URL(two.url).port);
  expect([await countMembers(one.url), await countMembers(two.url)]).toEqual([0, 0]);
  await Promise.all([one.close(), two.close()]);
  await expect(countMembers(one.url)).rejects.toThrow("does not exist");
  const later = await createTestDatabase();
  expect(new URL(later.url).port).toBe(new URL(one.url).port);
  await later.close();
});

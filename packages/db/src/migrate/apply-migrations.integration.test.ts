import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../embedded/index.ts";
import { applyMigrations } from "./apply-migrations.ts";
import { migrationsDir } from "./migration-folder.ts";
import { queryRows } from "./query-rows.ts";

let database: TestDatabase;
let dir: string;
beforeEach(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), "horizon-migrations-"));
  await cp(migrationsDir, dir, { recursive: true });
});
afterEach(async () => {
  await database.close();
  await rm(dir, { recursive: true, force: true });
});

const next = "20990101000000_next";
async function addMigration(sql: string): Promise<void> {
  await mkdir(join(dir, next), { recursive: true });
  await writeFile(join(dir, next, "migration.sql"), sql);
}
const apply = () => applyMigrations({ url: database.adminUrl, dir });

test("migrating a database that is up to date does nothing", async () => {
  const before = await queryRows(database.adminUrl, "SELECT * FROM _prisma_migrations");
  expect(await apply()).toEqual({ applied: [] });
  expect(await queryRows(database.adminUrl, "SELECT * FROM _prisma_migrations")).toEqual(before);
});

test("a new migration is applied once, by whichever of several migrators comes first", async () => {
  await addMigration("CREATE TABLE ops.next (id int)");
  const results = await Promise.all([apply(), apply(), apply()]);
  expect(results.flatMap(({ applied }) => applied)).toEqual([next]);
});

test("semicolons in functions and comments are text", async () => {
  await addMigration(`-- one; two
    CREATE FUNCTION ops.twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN n := n + n; RETURN n; END $$;
    CREATE TABLE ops.next AS SELECT 'a;b' AS word;`);
  await apply();
  expect(await queryRows(database.adminUrl, "SELECT word, ops.twice(4) FROM ops.next")).toEqual([
    { word: "a;b", twice: 8 },
  ]);
});

test("a migration that fails leaves nothing of itself, says why, and stops every later attempt", async () => {
  await addMigration("CREATE TABLE ops.next (id int); SELECT no_such_function();");
  await expect(apply()).rejects.toMatchObject({
    code: "INTERNAL",
    message: expect.stringContaining("no_such_function"),
  });
  expect(await queryRows(database.adminUrl, "SELECT to_regclass('ops.next') AS left")).toEqual([
    { left: null },
  ]);
  await addMigration("SELECT 1");
  await expect(apply()).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
    details: { migrations: [next] },
  });
});

test("a migration that was edited after it was applied is refused", async () => {
  await addMigration("SELECT 1");
  await apply();
  await appendFile(join(dir, next, "migration.sql"), "; SELECT 2");
  await expect(apply()).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
    message: expect.stringContaining("edited"),
  });
});

test("a database that is ahead of this version is refused", async () => {
  await addMigration("SELECT 1");
  await apply();
  await rm(join(dir, next), { recursive: true });
  await expect(apply()).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
    details: { migrations: [next] },
  });
});

test("ops-server's role cannot migrate", async () => {
  await addMigration("CREATE TABLE ops.next (id int)");
  await expect(applyMigrations({ url: database.url, dir })).rejects.toThrow("permission denied");
});

test("no database and no folder are clear errors", async () => {
  const nowhere = "postgresql://nobody:x@127.0.0.1:1/none";
  await expect(applyMigrations({ url: nowhere, dir })).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await expect(applyMigrations({ url: database.adminUrl, dir: join(dir, "none") })).rejects.toMatchObject({
    code: "INTERNAL",
  });
});

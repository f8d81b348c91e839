import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../embedded/index.ts";
import { queryRows } from "./query-rows.ts";
import { withSchemaEngine } from "./schema-engine.ts";

const schemaDir = fileURLToPath(new URL("../../prisma/schema", import.meta.url));

let migrated: TestDatabase;
let pushed: TestDatabase;
beforeAll(async () => {
  [migrated, pushed] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await queryRows(pushed.adminUrl, "DROP SCHEMA ops CASCADE");
  await queryRows(pushed.adminUrl, await scriptOfPrismaSchema(pushed.adminUrl));
});
afterAll(() => Promise.all([migrated.close(), pushed.close()]));

/** The engine's own comparison with a live database cannot read PostgreSQL's catalogs through the adapter. */
async function scriptOfPrismaSchema(url: string): Promise<string> {
  const names = (await readdir(schemaDir)).filter((name) => name.endsWith(".prisma")).sort();
  const files = await Promise.all(
    names.map(async (path) => ({ path, content: await readFile(join(schemaDir, path), "utf8") })),
  );
  const { stdout } = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: { tag: "empty" },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return stdout ?? "";
}

test.each([
  [
    "columns",
    // Prisma's lists are never null, but it does not tell the database so; the migrations do.
    `SELECT table_name, column_name, udt_name, datetime_precision, column_default,
            CASE WHEN data_type = 'ARRAY' THEN 'NO' ELSE is_nullable END AS nullable
       FROM information_schema.columns WHERE table_schema = 'ops' ORDER BY 1, 2`,
  ],
  ["indexes", "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'ops' ORDER BY 1"],
  [
    "keys",
    `SELECT conrelid::regclass::text AS of, conname, pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'ops'::regnamespace AND contype IN ('p', 'f', 'u') ORDER BY 1, 2`,
  ],
  [
    "enums",
    `SELECT typname, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid
      WHERE typnamespace = 'ops'::regnamespace ORDER BY typname, enumsortorder`,
  ],
])("the %s that the migrations make are those of the Prisma schema", async (_name, sql) => {
  const expected = await queryRows(pushed.adminUrl, sql);
  expect(expected.length).toBeGreaterThan(5);
  expect(await queryRows(migrated.adminUrl, sql)).toEqual(expected);
});

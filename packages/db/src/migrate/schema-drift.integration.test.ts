import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serviceSchemas } from "@horizon/contracts/backend";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../embedded/index.ts";
import { queryRows } from "./query-rows.ts";
import { withSchemaEngine } from "./schema-engine.ts";

const schemaDir = fileURLToPath(new URL("../../prisma/schema", import.meta.url));

const schemas = ["ops", ...Object.values(serviceSchemas)];
const inSchemas = `IN (${schemas.map((schema) => `'${schema}'`).join(", ")})`;
/** Every service has them; the migrations make them in one loop, and packages/db/src/backend queries them without Prisma. */
const notPrismas = `NOT IN ('outbox_event', 'outbox_delivery', 'processed_event', 'idempotency_key', 'audit_event')`;
const ofPrisma = (table: string, schema: string) => `(${schema} = 'ops' OR ${table} ${notPrismas})`;

let migrated: TestDatabase;
let pushed: TestDatabase;
beforeAll(async () => {
  [migrated, pushed] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  for (const schema of schemas) await queryRows(pushed.adminUrl, `DROP SCHEMA ${schema} CASCADE`);
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
    `SELECT table_schema, table_name, column_name, udt_name, datetime_precision, column_default,
            CASE WHEN data_type = 'ARRAY' THEN 'NO' ELSE is_nullable END AS nullable
       FROM information_schema.columns
      WHERE table_schema ${inSchemas} AND ${ofPrisma("table_name", "table_schema")} ORDER BY 1, 2, 3`,
  ],
  [
    // Prisma cannot say partial indexes; they are in the migrations alone.
    "indexes",
    `SELECT schemaname, indexname, indexdef FROM pg_indexes
      WHERE schemaname ${inSchemas} AND ${ofPrisma("tablename", "schemaname")} AND indexdef NOT LIKE '% WHERE %' ORDER BY 1, 2`,
  ],
  [
    "keys",
    `SELECT conrelid::regclass::text AS of, conname, pg_get_constraintdef(pg_constraint.oid)
       FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid JOIN pg_namespace n ON n.oid = connamespace
      WHERE n.nspname ${inSchemas} AND ${ofPrisma("relname", "n.nspname")} AND contype IN ('p', 'f', 'u') ORDER BY 1, 2`,
  ],
  [
    "enums",
    `SELECT typnamespace::regnamespace::text AS schema, typname, enumlabel
       FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid JOIN pg_namespace n ON n.oid = typnamespace
      WHERE n.nspname ${inSchemas} ORDER BY 1, typname, enumsortorder`,
  ],
])("the %s that the migrations make are those of the Prisma schema", async (_name, sql) => {
  const expected = await queryRows(pushed.adminUrl, sql);
  expect(expected.length).toBeGreaterThan(5);
  expect(await queryRows(migrated.adminUrl, sql)).toEqual(expected);
});

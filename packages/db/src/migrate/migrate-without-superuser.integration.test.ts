import { chmod, rm } from "node:fs/promises";
import { serviceSchemas } from "@horizon/contracts/backend";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedPostgres, makeThrowawayDirectory, startEmbeddedPostgres } from "../embedded/index.ts";
import { applyMigrations } from "./apply-migrations.ts";
import { queryRows } from "./query-rows.ts";

const serviceRoles = Object.values(serviceSchemas).map((schema) => `horizon_${schema}`);
let dataDir: string;
let postgres: EmbeddedPostgres;
/** As in infra/terraform/README.md: RDS gives nobody a superuser. */
let migratorUrl: string;

beforeAll(async () => {
  dataDir = await makeThrowawayDirectory("horizon-migrator-");
  await chmod(dataDir, 0o711);
  postgres = await startEmbeddedPostgres({ dataDir, port: 0, deleteWithParent: true });
  for (const role of [...serviceRoles, "horizon_ops"]) await admin(`DROP ROLE ${role}`);
  await admin("CREATE ROLE horizon_migrator LOGIN CREATEROLE PASSWORD 'of-the-test'");
  await admin("ALTER DATABASE horizon OWNER TO horizon_migrator");
  const url = new URL(postgres.adminUrl);
  url.username = "horizon_migrator";
  url.password = "of-the-test";
  migratorUrl = url.href;
});
afterAll(async () => {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});
const admin = (sql: string) => queryRows(postgres.adminUrl, sql);

test("an empty database is brought up to date by its owner, who makes the roles and lets them sign in", async () => {
  const { applied } = await applyMigrations({ url: migratorUrl });
  expect(applied).not.toEqual([]);
  for (const role of serviceRoles) await queryRows(migratorUrl, `ALTER ROLE ${role} LOGIN PASSWORD 'p'`);
  const url = new URL(migratorUrl);
  url.username = "horizon_dispute";
  url.password = "p";
  expect(await queryRows(url.href, "SELECT count(*)::int AS rows FROM dispute.outbox_event")).toEqual([
    { rows: 0 },
  ]);
  await expect(queryRows(url.href, "SELECT 1 FROM billing.outbox_event")).rejects.toThrow(
    "permission denied",
  );
});

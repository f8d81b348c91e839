import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, createDb, type Db, inTransaction, pingDb } from "./db.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded/index.ts";
import { applyMigrations } from "./migrate/index.ts";
import { createMember, findMemberByEmail, listMembers } from "./queries/members.ts";

let dataDir: string;
let postgres: EmbeddedPostgres;
let db: Db;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "horizon-outage-"));
  await chmod(dataDir, 0o711);
  postgres = await startEmbeddedPostgres({ dataDir, port: 0 });
  await applyMigrations({ url: postgres.adminUrl });
  db = createDb(postgres.url, { poolMax: 4 });
});
afterAll(async () => {
  await closeDb(db);
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("while PostgreSQL is down queries and transactions are UNAVAILABLE, and they work again when it is back", async () => {
  await Promise.all([1, 2, 3, 4].map(() => listMembers(db)));
  await postgres.stop();
  for (let i = 0; i < 3; i += 1) {
    await expect(listMembers(db)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(inTransaction(db, (tx) => listMembers(tx))).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(pingDb(db)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  }
  postgres = await startEmbeddedPostgres({ dataDir, port: postgres.port });
  await expect(listMembers(db)).resolves.toEqual([]);
});

test("a query that is running when PostgreSQL goes down is UNAVAILABLE", async () => {
  const running = inTransaction(db, async (tx) => {
    await pingDb(tx);
    await postgres.stop();
    await pingDb(tx);
  });
  await expect(running).rejects.toMatchObject({ code: "UNAVAILABLE" });
  postgres = await startEmbeddedPostgres({ dataDir, port: postgres.port });
  await expect(pingDb(db)).resolves.toBeUndefined();
});

test("a transaction that throws leaves nothing, and the thrown AppError arrives as it was", async () => {
  const email = "gone@horizon.example";
  const work = inTransaction(db, async (tx) => {
    await createMember(tx, { email, name: "Gone", role: "viewer" });
    await inTransaction(tx, (inner) => createMember(inner, { email, name: "Again", role: "viewer" }));
  });
  await expect(work).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("email") });
  expect(await findMemberByEmail(db, email)).toBeNull();
});

test("more callers than connections wait for their turn", async () => {
  await expect(
    Promise.all(
      Array.from({ length: 40 }, () =>
        inTransaction(db, async (tx) => {
          await pingDb(tx);
          await delay(1);
        }),
      ),
    ),
  ).resolves.toHaveLength(40);
});

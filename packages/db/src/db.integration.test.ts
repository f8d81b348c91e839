import { chmod, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, createDb, type Db, inTransaction, pingDb } from "./db.ts";
import { type EmbeddedPostgres, makeThrowawayDirectory, startEmbeddedPostgres } from "./embedded/index.ts";
import { applyMigrations } from "./migrate/index.ts";
import { queryRows } from "./migrate/query-rows.ts";
import { createMember, findMemberByEmail, listMembers } from "./queries/members.ts";
import { watchDb } from "./watch-db.ts";

let dataDir: string;
let postgres: EmbeddedPostgres;
let db: Db;
beforeAll(async () => {
  dataDir = await makeThrowawayDirectory("horizon-outage-");
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

/** Every process of the server that talks to clients: what a machine that hangs, or a network that drops packets, looks like. */
async function serverProcesses(): Promise<number[]> {
  const postmaster = await readFile(join(dataDir, "pgdata/postmaster.pid"), "utf8");
  const clients = "backend_type = 'client backend' AND pid <> pg_backend_pid()";
  const backends = await queryRows(postgres.adminUrl, `SELECT pid FROM pg_stat_activity WHERE ${clients}`);
  return [postmaster, ...(backends as { pid: number }[]).map(({ pid }) => `${pid}`)].map((pid) =>
    Number.parseInt(pid, 10),
  );
}
const signal = (pids: number[], name: NodeJS.Signals) => {
  for (const pid of pids) process.kill(pid, name);
};

test("while PostgreSQL hangs with its connections open nobody waits for it, and all of the pool works when it goes on", async () => {
  const watched = createDb(postgres.url, { poolMax: 4 });
  const said: (Date | null)[] = [];
  const watch = watchDb(watched, {
    now: () => new Date(),
    onChange: (silentSince) => said.push(silentSince),
  });
  try {
    // All connections are open when it happens, and one is in a transaction.
    await Promise.all([1, 2, 3, 4].map(() => inTransaction(watched, () => delay(50))));
    let hang: () => void = () => undefined;
    const hung = new Promise<void>((resolve) => {
      hang = resolve;
    });
    const email = "half@horizon.example";
    const begun = inTransaction(watched, async (tx) => {
      await createMember(tx, { email, name: "Half", role: "viewer" });
      await hung;
      await pingDb(tx);
    });
    await pingDb(watched);
    const pids = await serverProcesses();
    signal(pids, "SIGSTOP");
    try {
      hang();
      const waiting = Array.from({ length: 10 }, () => listMembers(watched));
      const outcomes = await Promise.allSettled([begun, ...waiting]);
      expect(outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason)).toEqual(
        outcomes.map(() => expect.objectContaining({ code: "UNAVAILABLE" })),
      );
      expect(said).toEqual([expect.any(Date)]);
      expect(watch.silentSince()).toEqual(said[0]);
      await expect(pingDb(watched)).rejects.toMatchObject({ message: "The database does not answer." });
    } finally {
      signal(pids, "SIGCONT");
    }
    await expect.poll(() => said).toEqual([expect.any(Date), null]);
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => inTransaction(watched, (tx) => pingDb(tx))));
    expect(await findMemberByEmail(watched, email)).toBeNull();
  } finally {
    await watch.stop();
    await closeDb(watched);
  }
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

import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeDb, createDb, type Db, inTransaction } from "../db.ts";
import { createTestDatabase, type TestDatabase } from "../embedded/index.ts";
import { claimIdempotencyKey, purgeIdempotencyKeys, storeIdempotentAnswer } from "./idempotency.ts";
import {
  appendAudit,
  listAudit,
  markEventProcessed,
  purgeProcessedEvents,
  verifyAuditChain,
} from "./index.ts";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.serviceUrl("dispute"), { poolMax: 4, schema: "dispute" });
});
afterAll(async () => {
  await closeDb(db);
  await database.close();
});

async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("the rights of a service", () => {
  test.each(["auth", "customer", "credit", "billing", "notification", "worker", "ops"])(
    "dispute-service cannot read schema %s",
    async (schema) => {
      await expect(
        run(database.serviceUrl("dispute"), `SELECT * FROM ${schema}.audit_event`),
      ).rejects.toThrow(/permission denied/);
    },
  );

  test.each([
    "UPDATE dispute.audit_event SET reason = 'x'",
    "DELETE FROM dispute.audit_event",
    "TRUNCATE dispute.audit_event",
  ])("its audit is append-only, for itself and for the superuser: %s", async (sql) => {
    await expect(run(database.serviceUrl("dispute"), sql)).rejects.toThrow(/permission denied/);
    await expect(run(database.adminUrl, sql)).rejects.toThrow(/append-only/);
  });

  test("the worker reads outboxes, marks deliveries, and can do nothing else there", async () => {
    const url = database.serviceUrl("worker");
    await run(url, "SELECT * FROM dispute.outbox_event");
    await run(url, "UPDATE dispute.outbox_delivery SET attempts = 1");
    await expect(run(url, "UPDATE dispute.outbox_event SET data = '{}'")).rejects.toThrow(
      /permission denied/,
    );
    await expect(run(url, "SELECT * FROM dispute.audit_event")).rejects.toThrow(/permission denied/);
  });
});

describe("the audit chain", () => {
  const entry = (objectId: string) => ({
    actor: randomUUID(),
    actorRole: "agent",
    action: "round.create",
    objectType: "round",
    objectId,
    details: { items: 3, note: "ünïcode" },
    after: { state: "draft" },
  });

  test("is whole however many write at once, and names the first row that was tampered with", async () => {
    const objectId = randomUUID();
    await Promise.all(
      Array.from({ length: 12 }, () =>
        inTransaction(db, (tx) => appendAudit(tx, "dispute", entry(objectId))),
      ),
    );
    const { verified, brokenAt } = await verifyAuditChain(db, "dispute");
    expect({ verified, brokenAt }).toEqual({ verified: 12, brokenAt: null });
    const page = await listAudit(db, "dispute", { objectType: "round", objectId, limit: 5 });
    expect(page.map(({ seq }) => seq)).toEqual([12, 11, 10, 9, 8]);

    await run(
      database.adminUrl,
      `ALTER TABLE dispute.audit_event DISABLE TRIGGER audit_event_append_only;
       UPDATE dispute.audit_event SET reason = 'forged' WHERE seq = 7;
       ALTER TABLE dispute.audit_event ENABLE ALWAYS TRIGGER audit_event_append_only;`,
    );
    expect(await verifyAuditChain(db, "dispute")).toEqual({ verified: 6, brokenAt: 7 });
  });
});

describe("idempotency", () => {
  const scope = () => ({ principal: "user:1", operation: "createRound", key: randomUUID() });
  const answer = { requestHash: "h", status: 201, headers: { location: "/v1/rounds/1" }, body: { id: 1 } };

  test("an answer is found again; while the first is at work, others are told so", async () => {
    const wish = scope();
    await inTransaction(db, async (tx) => {
      expect(await claimIdempotencyKey(tx, "dispute", wish)).toBeNull();
      expect(await inTransaction(db, (other) => claimIdempotencyKey(other, "dispute", wish))).toBe("busy");
      await storeIdempotentAnswer(tx, "dispute", wish, answer);
    });
    expect(await inTransaction(db, (tx) => claimIdempotencyKey(tx, "dispute", wish))).toEqual(answer);
    expect(
      await inTransaction(db, (tx) => claimIdempotencyKey(tx, "dispute", { ...wish, principal: "user:2" })),
    ).toBeNull();
  });

  test("a transaction that fails leaves the wish free", async () => {
    const wish = scope();
    const failed = inTransaction(db, async (tx) => {
      await claimIdempotencyKey(tx, "dispute", wish);
      await storeIdempotentAnswer(tx, "dispute", wish, answer);
      throw new Error("the effect failed");
    });
    await expect(failed).rejects.toThrow();
    expect(await inTransaction(db, (tx) => claimIdempotencyKey(tx, "dispute", wish))).toBeNull();
  });

  test("old answers are forgotten, young ones kept", async () => {
    const wish = scope();
    await storeIdempotentAnswer(db, "dispute", wish, answer);
    await purgeIdempotencyKeys(db, "dispute", new Date(Date.now() - 60_000));
    expect(await claimIdempotencyKey(db, "dispute", wish)).toEqual(answer);
    await purgeIdempotencyKeys(db, "dispute", new Date(Date.now() + 60_000));
    expect(await claimIdempotencyKey(db, "dispute", wish)).toBeNull();
  });
});

test("an event is processed once, until it is forgotten", async () => {
  const id = randomUUID();
  expect(await markEventProcessed(db, "dispute", id)).toBe(true);
  expect(await markEventProcessed(db, "dispute", id)).toBe(false);
  await purgeProcessedEvents(db, "dispute", new Date(Date.now() + 60_000));
  expect(await markEventProcessed(db, "dispute", id)).toBe(true);
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeDb, createDb, type Db, inTransaction } from "../db.ts";
import { createTestDatabase, type TestDatabase } from "../embedded/index.ts";
import { queryRows } from "../migrate/query-rows.ts";
import { claimIdempotencyKey, purgeIdempotencyKeys, storeIdempotentAnswer } from "./idempotency.ts";
import {
  appendAudit,
  appendAudits,
  appendEvent,
  appendEvents,
  type CommittedEvents,
  listAudit,
  markEventProcessed,
  onCommittedEvents,
  purgeProcessedEvents,
  verifyAuditChain,
} from "./index.ts";

let database: TestDatabase;
let db: Db;
let other: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.serviceUrl("dispute"), { poolMax: 4, schema: "dispute" });
  other = createDb(database.serviceUrl("billing"), { poolMax: 1, schema: "billing" });
});
afterAll(async () => {
  await Promise.all([closeDb(db), closeDb(other)]);
  await database.close();
});

describe("the rights of a service", () => {
  test.each(["auth", "customer", "credit", "billing", "notification", "worker", "ops"])(
    "dispute-service cannot read schema %s",
    async (schema) => {
      await expect(
        queryRows(database.serviceUrl("dispute"), `SELECT * FROM ${schema}.audit_event`),
      ).rejects.toThrow(/permission denied/);
    },
  );

  test.each([
    "UPDATE dispute.audit_event SET reason = 'x'",
    "DELETE FROM dispute.audit_event",
    "TRUNCATE dispute.audit_event",
  ])("its audit is append-only, for itself and for the superuser: %s", async (sql) => {
    await expect(queryRows(database.serviceUrl("dispute"), sql)).rejects.toThrow(/permission denied/);
    await expect(queryRows(database.adminUrl, sql)).rejects.toThrow(/append-only/);
  });

  test("the worker reads outboxes, marks deliveries, and can do nothing else there", async () => {
    const url = database.serviceUrl("worker");
    await queryRows(url, "SELECT * FROM dispute.outbox_event");
    await queryRows(url, "UPDATE dispute.outbox_delivery SET attempts = 1");
    await expect(queryRows(url, "UPDATE dispute.outbox_event SET data = '{}'")).rejects.toThrow(
      /permission denied/,
    );
    await expect(queryRows(url, "SELECT * FROM dispute.audit_event")).rejects.toThrow(/permission denied/);
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

    await queryRows(
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

test("several events and audit rows are appended in their order with one statement each, and the chain is whole", async () => {
  const rounds = Array.from({ length: 30 }, () => randomUUID());
  const performance = (id: string) => ({
    customer_id: id,
    performance_id: id,
    contract_id: id,
    line_id: null,
    kind: "round_mailed" as const,
    subject_id: id,
    completed_at: "2026-11-29T10:00:00.000Z",
  });
  const verifiedBefore = (await verifyAuditChain(other, "billing")).verified;
  await inTransaction(db, (tx) =>
    appendEvents(
      tx,
      "dispute",
      rounds.map((id, place) => ({
        type: "service.performed.v1",
        aggregateType: "letter",
        aggregateId: id,
        data: performance(id),
        requestId: place === 0 ? undefined : `request ${place}`,
      })),
    ),
  );
  const events = await queryRows(
    database.adminUrl,
    `SELECT aggregate_id, request_id, data->>'subject_id' AS subject,
            (SELECT string_agg(consumer, ' ' ORDER BY consumer) FROM dispute.outbox_delivery AS d WHERE d.event_id = e.id AND d.seq = e.seq
               AND d.aggregate_id = e.aggregate_id) AS consumers
       FROM dispute.outbox_event AS e WHERE type = 'service.performed.v1' ORDER BY seq`,
  );
  expect(events).toEqual(
    rounds.map((id, place) => ({
      aggregate_id: id,
      request_id: place === 0 ? null : `request ${place}`,
      subject: id,
      consumers: "billing-service customer-service",
    })),
  );

  const audits = rounds.map((objectId) => ({
    actor: "billing-service",
    actorRole: "service",
    action: "round.overdue",
    objectType: "round",
    objectId,
    details: { from: "awaiting_result" },
    after: { state: "overdue" },
  }));
  await inTransaction(other, (tx) => appendAudits(tx, "billing", audits));
  const { verified, brokenAt } = await verifyAuditChain(other, "billing");
  expect({ verified: verified - verifiedBefore, brokenAt }).toEqual({ verified: 30, brokenAt: null });
  const page = await listAudit(other, "billing", { objectType: "round", limit: 100 });
  expect(page.map(({ objectId }) => objectId).reverse()).toEqual(rounds);
});

test("events are announced when they are kept: after the commit, and never after a rollback", async () => {
  const heard: CommittedEvents[] = [];
  const stop = onCommittedEvents((events) => heard.push(events));
  const append = (tx: Db) =>
    appendEvent(tx, "dispute", {
      type: "dispute_item.attested.v1",
      aggregateType: "dispute_item",
      aggregateId: randomUUID(),
      data: {} as never,
    });
  try {
    await inTransaction(db, async (tx) => {
      await append(tx);
      await inTransaction(tx, append);
      expect(heard).toEqual([]);
    });
    const announced = { schema: "dispute", types: ["dispute_item.attested.v1"] };
    expect(heard).toEqual([announced, announced]);
    await expect(
      inTransaction(db, async (tx) => {
        await append(tx);
        throw new Error("thought better of it");
      }),
    ).rejects.toThrow("thought better of it");
    expect(heard).toHaveLength(2);
    await append(db);
    expect(heard).toHaveLength(3);
  } finally {
    stop();
  }
});

test("an event is processed once, until it is forgotten", async () => {
  const id = randomUUID();
  expect(await markEventProcessed(db, "dispute", id)).toBe(true);
  expect(await markEventProcessed(db, "dispute", id)).toBe(false);
  await purgeProcessedEvents(db, "dispute", new Date(Date.now() + 60_000));
  expect(await markEventProcessed(db, "dispute", id)).toBe(true);
});

test("more processed events than one statement takes are forgotten, and the young ones are not", async () => {
  const before = new Date(Date.now() - 60_000);
  const young = randomUUID();
  await queryRows(
    database.adminUrl,
    "INSERT INTO dispute.processed_event SELECT gen_random_uuid(), now() - interval '1 h' FROM generate_series(1, 12000)",
  );
  await markEventProcessed(db, "dispute", young);
  expect(await purgeProcessedEvents(db, "dispute", before)).toBe(12_000);
  expect(await markEventProcessed(db, "dispute", young)).toBe(false);
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "../db.ts";
import { appendAuditEvent, listAuditEvents, type NewAuditEvent, verifyAuditChain } from "./audit-events.ts";
import { openTestDb, type TestDb } from "./open-test-db.ts";

let database: TestDb;
beforeAll(async () => {
  database = await openTestDb();
});
afterEach(() => withTriggersOff("DELETE FROM ops.audit_event"));
afterAll(() => database.close());

function event(fields: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return {
    actorId: null,
    actorName: "Olive Operator",
    actorRole: "operator",
    action: "rollout.promote",
    environment: "production",
    target: "Rollout horizon-production/api-gateway",
    reason: "flat errors; «naïve» 🚦",
    outcome: "observed",
    intentId: null,
    seen: { resourceVersion: "41", podHash: null, stepIndex: 2 },
    details: { b: [1, 2.5, null], a: { é: "ü" } },
    clientAddress: "203.0.113.7",
    ...fields,
  };
}

async function append(count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1) await appendAuditEvent(database.db, event({ target: `target ${i}` }));
}

/** What someone with full rights on the server can do. */
function withTriggersOff(sql: string): Promise<void> {
  return database.asAdmin(
    `ALTER TABLE ops.audit_event DISABLE TRIGGER USER;
     ${sql};
     ALTER TABLE ops.audit_event ENABLE TRIGGER audit_event_chain, ENABLE ALWAYS TRIGGER audit_event_append_only`,
  );
}

describe("the chain", () => {
  test("is whole and without gaps after 50 concurrent appends", async () => {
    const appended = await Promise.all(
      Array.from({ length: 50 }, () => appendAuditEvent(database.db, event())),
    );
    expect(appended.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
    const head = appended.find(({ seq }) => seq === 50)?.hash;
    expect(await verifyAuditChain(database.db)).toEqual({
      ok: true,
      count: 50,
      firstBrokenSeq: null,
      breach: null,
      headHash: head,
    });
  });

  test("has no hole where a transaction was rolled back", async () => {
    await append(1);
    const failing = inTransaction(database.db, async (tx) => {
      await appendAuditEvent(tx, event());
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    await append(1);
    expect(await verifyAuditChain(database.db)).toMatchObject({ ok: true, count: 2 });
  });

  test("is whole when it spans several pages of the verifier", async () => {
    await database.asOps(
      `INSERT INTO ops.audit_event (actor_name, actor_role, action, target, reason, outcome, details, client_address)
       SELECT 'a', 'admin', 'x', 't' || n, '', 'ok', '{}', '' FROM generate_series(1, 2100) n`,
    );
    expect(await verifyAuditChain(database.db)).toMatchObject({ ok: true, count: 2100 });
  });

  test("of nothing is whole", async () => {
    expect(await verifyAuditChain(database.db)).toMatchObject({ ok: true, count: 0 });
  });

  test.each([
    ["a changed reason", "UPDATE ops.audit_event SET reason = 'nothing to see' WHERE seq = 3", 3, "changed"],
    ["a changed actor", "UPDATE ops.audit_event SET actor_name = 'Mallory' WHERE seq = 2", 2, "changed"],
    ["a changed detail", `UPDATE ops.audit_event SET details = '{"a": 1}' WHERE seq = 4`, 4, "changed"],
    ["a changed time", "UPDATE ops.audit_event SET at = at - interval '1 ms' WHERE seq = 1", 1, "changed"],
    ["a removed row", "DELETE FROM ops.audit_event WHERE seq = 3", 3, "missing"],
    [
      "rows that changed places",
      "UPDATE ops.audit_event SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3); UPDATE ops.audit_event SET seq = -seq WHERE seq < 0",
      2,
      "changed",
    ],
  ])("shows where %s broke it, though the superuser did it", async (_name, sql, firstBrokenSeq, breach) => {
    await append(5);
    await withTriggersOff(sql);
    expect(await verifyAuditChain(database.db)).toMatchObject({ ok: false, firstBrokenSeq, breach });
  });

  test("shows by its head that rows were cut off at the end", async () => {
    await append(3);
    const before = await verifyAuditChain(database.db);
    await withTriggersOff("DELETE FROM ops.audit_event WHERE seq = 3");
    const after = await verifyAuditChain(database.db);
    expect(after).toMatchObject({ ok: true, count: 2 });
    expect(after.headHash).not.toBe(before.headHash);
  });
});

describe("append-only", () => {
  const attempts = [
    "UPDATE ops.audit_event SET reason = 'x'",
    "DELETE FROM ops.audit_event",
    "TRUNCATE ops.audit_event",
  ];

  test.each(attempts)("ops-server may not %s", async (sql) => {
    await append(1);
    await expect(database.asOps(sql)).rejects.toThrow("permission denied");
  });

  test.each(attempts)("the owner may not %s, even while replaying a replication stream", async (sql) => {
    await append(1);
    await expect(database.asAdmin(sql)).rejects.toThrow("append-only");
    await expect(database.asAdmin(`SET session_replication_role = replica; ${sql}`)).rejects.toThrow(
      "append-only",
    );
  });

  test("ops-server can neither disable the triggers nor make tables", async () => {
    await expect(database.asOps("ALTER TABLE ops.audit_event DISABLE TRIGGER ALL")).rejects.toThrow(
      "must be owner",
    );
    await expect(database.asOps("CREATE TABLE ops.mine (id int)")).rejects.toThrow("permission denied");
    await expect(database.asOps("CREATE TABLE public.mine (id int)")).rejects.toThrow("permission denied");
  });

  test("number, time and hash that a client sends are not kept", async () => {
    await append(1);
    await database.asOps(
      `INSERT INTO ops.audit_event (seq, at, prev_hash, hash, actor_name, actor_role, action, target, reason, outcome,
                                    details, client_address)
       VALUES (99, '2001-01-01', 'x', 'x', 'a', 'admin', 'x', 't', '', 'ok', '{}', '')`,
    );
    expect(await verifyAuditChain(database.db)).toMatchObject({ ok: true, count: 2 });
  });
});

test("what was appended is listed, newest first, in pages without repeats", async () => {
  await append(5);
  const first = await listAuditEvents(database.db, { limit: 3 });
  const second = await listAuditEvents(database.db, { limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.rows, ...second.rows].map(({ target }) => target)).toEqual(
    [5, 4, 3, 2, 1].map((i) => `target ${i}`),
  );
  expect(second.nextCursor).toBeNull();
  expect(first.rows[0]).toMatchObject(event({ target: "target 5" }));
});

test("filters find by part of the actor or target and by exact action, environment and outcome", async () => {
  await appendAuditEvent(database.db, event());
  await appendAuditEvent(
    database.db,
    event({
      actorName: "Ada Admin",
      action: "member.setRole",
      environment: null,
      outcome: "refused",
      target: "Member Vera",
    }),
  );
  const seqsOf = async (filter: object) =>
    (await listAuditEvents(database.db, { limit: 9, ...filter })).rows.map(({ seq }) => seq);
  expect(await seqsOf({ actor: "ada" })).toEqual([2]);
  expect(await seqsOf({ target: "API-gateway" })).toEqual([1]);
  expect(await seqsOf({ action: "member.setRole" })).toEqual([2]);
  expect(await seqsOf({ environment: "production" })).toEqual([1]);
  expect(await seqsOf({ outcome: "refused" })).toEqual([2]);
  expect(await seqsOf({ to: new Date("2020-01-01") })).toEqual([]);
  await expect(listAuditEvents(database.db, { limit: 1, cursor: "1; DROP" })).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
});

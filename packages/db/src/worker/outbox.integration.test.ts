import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { appendEvent } from "../backend/index.ts";
import { closeDb, createDb, type Db } from "../db.ts";
import { createTestDatabase, type TestDatabase } from "../embedded/index.ts";
import {
  decideDeadLetter,
  holdRelayLeases,
  listDueDeliveries,
  listRelayLag,
  markDelivered,
  markRefused,
  purgeOutbox,
  releaseRelayLeases,
  setRelayAsleep,
} from "./index.ts";

const route = { source: "dispute", consumer: "dispute-service" } as const;
let database: TestDatabase;
let admin: Client;
let dispute: Db;
let worker: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  dispute = createDb(database.serviceUrl("dispute"), { poolMax: 2, schema: "dispute" });
  worker = createDb(database.serviceUrl("worker"), { poolMax: 4, schema: "worker" });
});
afterAll(async () => {
  await Promise.all([closeDb(dispute), closeDb(worker), admin.end()]);
  await database.close();
});
beforeEach(async () => {
  await admin.query("TRUNCATE dispute.outbox_event, dispute.outbox_delivery, worker.relay_lease");
});

const append = (aggregateId: string = randomUUID()) =>
  appendEvent(dispute, "dispute", {
    type: "mail.event_received.v1",
    aggregateType: "letter",
    aggregateId,
    data: { mail_event_id: randomUUID() },
  });

/** Ids of the events that are due. */
async function due(aggregates = 100, exceptAggregates: string[] = []): Promise<string[]> {
  const wish = { consumer: route.consumer, aggregates, exceptAggregates };
  return (await listDueDeliveries(worker, "dispute", [wish])).map(({ event }) => event.id);
}
const refuse = (eventId: string, retryInMs: number | null) =>
  markRefused(worker, route, { eventId, error: "not now", retryInMs });

test("what is due is listed by aggregate, those longest due first, without those that are on their way", async () => {
  const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
  const [a1, b1, a2, c1] = [await append(a), await append(b), await append(a), await append(c)];
  expect(await due()).toEqual([a1, b1, a2, c1]);
  expect(await due(2)).toEqual([a1, b1, a2]);
  expect(await due(100, [a])).toEqual([b1, c1]);
  await markDelivered(worker, route, [a1, b1]);
  expect(await due()).toEqual([a2, c1]);
});

test("no more than ten events of one aggregate are listed at a time", async () => {
  const aggregate = randomUUID();
  const ids: string[] = [];
  for (let n = 0; n < 12; n += 1) ids.push(await append(aggregate));
  expect(await due()).toEqual(ids.slice(0, 10));
});

test("an event that was refused holds back the later ones of its aggregate, and nobody else's, until it is due", async () => {
  const aggregate = randomUUID();
  const [first, second, other] = [await append(aggregate), await append(aggregate), await append()];
  await refuse(first, 60_000);
  const third = await append(aggregate);
  expect(await due()).toEqual([other]);
  await admin.query("UPDATE dispute.outbox_delivery SET next_attempt_at = now() WHERE event_id = $1", [
    first,
  ]);
  expect(await due()).toEqual([first, second, other, third]);
});

test.each(["pending", "skipped"] as const)(
  "one that is dead holds them back until a person decides: %s",
  async (decision) => {
    const aggregate = randomUUID();
    const [dead, second] = [await append(aggregate), await append(aggregate)];
    await refuse(dead, null);
    const third = await append(aggregate);
    expect(await due()).toEqual([]);
    expect(await decideDeadLetter(worker, route, dead, decision)).toBe(true);
    expect(await due()).toEqual(decision === "pending" ? [dead, second, third] : [second, third]);
    expect(await decideDeadLetter(worker, route, dead, decision)).toBe(false);
  },
);

test("an answer that comes late takes back no delivery", async () => {
  const id = await append();
  await markDelivered(worker, route, [id]);
  await refuse(id, 1_000);
  const { rows } = await admin.query("SELECT state, attempts FROM dispute.outbox_delivery");
  expect(rows).toEqual([{ state: "delivered", attempts: 0 }]);
});

test("lag counts what is open, and is the age of the oldest", async () => {
  const [old, dead] = [await append(), await append()];
  await append();
  await admin.query("UPDATE dispute.outbox_event SET occurred_at = now() - interval '90 s' WHERE id = $1", [
    old,
  ]);
  await refuse(dead, null);
  const [lag] = await listRelayLag(worker, ["dispute"]);
  expect(lag).toMatchObject({ ...route, pending: 2, dead: 1 });
  expect(lag?.lagSeconds).toBeGreaterThanOrEqual(90);
  expect(lag?.lagSeconds).toBeLessThan(120);
});

test("only a relay that sleeps and lives is notified, once the event is there, and not of events that nobody wants", async () => {
  const heard: string[] = [];
  const listener = new Client({ connectionString: database.serviceUrl("worker") });
  await listener.connect();
  listener.on("notification", ({ payload }) => heard.push(payload ?? ""));
  await listener.query("LISTEN horizon_outbox");
  const heardAfter = async (append: () => Promise<unknown>) => {
    heard.length = 0;
    await append();
    // Notifications come before the answer to what is asked after them.
    await listener.query("SELECT 1");
    return heard.length;
  };
  const holder = randomUUID();
  expect(await heardAfter(append)).toBe(0);
  expect(await holdRelayLeases(worker, [route], holder, 60_000)).toEqual([route]);
  expect(await heardAfter(append)).toBe(1);
  const nobodys = {
    type: "template.published.v1",
    aggregateType: "template",
    aggregateId: randomUUID(),
  } as const;
  const data = { template_id: randomUUID(), version: 1 };
  expect(await heardAfter(() => appendEvent(dispute, "dispute", { ...nobodys, data }))).toBe(0);
  await setRelayAsleep(worker, "dispute", holder, false);
  expect(await heardAfter(append)).toBe(0);
  await setRelayAsleep(worker, "dispute", holder, true);
  expect(await heardAfter(append)).toBe(1);
  await releaseRelayLeases(worker, holder);
  expect(await heardAfter(append)).toBe(0);
  await listener.end();
});

test("a lease has one holder, who keeps it by renewing, and another takes it when it has ended", async () => {
  const other = { source: "credit", consumer: "customer-service" } as const;
  const [one, two] = [randomUUID(), randomUUID()];
  expect(await holdRelayLeases(worker, [route], one, 60_000)).toEqual([route]);
  expect(await holdRelayLeases(worker, [route, other], two, 60_000)).toEqual([other]);
  expect(await holdRelayLeases(worker, [route], one, 60_000)).toEqual([route]);
  await admin.query("UPDATE worker.relay_lease SET expires_at = now() - interval '1 s' WHERE holder = $1", [
    one,
  ]);
  expect(await holdRelayLeases(worker, [route, other], two, 60_000)).toEqual([route, other]);
});

test("the purge removes what ended long ago, in batches, and keeps what is young, open or dead", async () => {
  await admin.query(`
    INSERT INTO dispute.outbox_event (id, type, aggregate_type, aggregate_id, data, occurred_at)
    SELECT gen_random_uuid(), 't', 'a', gen_random_uuid(), '{}', now() - interval '4 days' FROM generate_series(1, 4500)`);
  await admin.query(`
    INSERT INTO dispute.outbox_delivery (event_id, consumer, seq, aggregate_id, state)
    SELECT id, 'dispute-service', seq, aggregate_id, CASE seq % 1500 WHEN 0 THEN 'dead' WHEN 1 THEN 'pending' ELSE 'delivered' END
      FROM dispute.outbox_event`);
  await append();
  const before = new Date(Date.now() - 3 * 24 * 60 * 60_000);
  expect(await purgeOutbox(worker, "dispute", before)).toBe(4500 - 6);
  const { rows } = await admin.query(
    "SELECT state, count(*)::int FROM dispute.outbox_delivery JOIN dispute.outbox_event ON id = event_id GROUP BY 1 ORDER BY 1",
  );
  expect(rows).toEqual([
    { state: "dead", count: 3 },
    { state: "pending", count: 4 },
  ]);
  expect(await purgeOutbox(worker, "dispute", before)).toBe(0);
});

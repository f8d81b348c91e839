import { randomUUID } from "node:crypto";
import { eventBatchResult } from "@horizon/contracts/backend";
import { closeDb, createDb, type Db, inTransaction } from "@horizon/db";
import { appendAudit, listAudit, markEventProcessed } from "@horizon/db/backend";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startTestService, type TestService } from "../testing/start-test-service.ts";
import { createServiceContext, type ServiceContext } from "./context.ts";
import { baseEnv, databaseEnv, parseEnv } from "./env.ts";
import { signServiceToken } from "./service-token.ts";
import { startServiceApp } from "./start-app.ts";

/** The effect of an event is an audit row, which takes the lock that all audits of the service take. */
const note = (db: Db, aggregateId: string, eventId: string) =>
  appendAudit(db, "dispute", {
    actor: "test",
    actorRole: "service",
    action: "event.noted",
    objectType: "aggregate",
    objectId: aggregateId,
    details: { event: eventId },
  });

let calls: string[] = [];
let acts: string[] = [];
let fails: (eventId: string) => boolean = () => false;
let beforeEffect: (eventId: string, db: Db) => Promise<void> = async () => undefined;

let service: TestService<ServiceContext>;
let others: Db;
beforeAll(async () => {
  service = await startTestService({
    name: "dispute-service",
    start: async (env, overrides) =>
      startServiceApp(
        await createServiceContext(
          "dispute-service",
          parseEnv({ ...baseEnv, ...databaseEnv }, env),
          overrides,
        ),
        {
          routes: [],
          consumers: {
            "template.published.v1": async (_context, { db, event }) => {
              calls.push(event.id);
              await beforeEffect(event.id, db);
              await note(db, event.aggregate_id, event.id);
              if (fails(event.id)) throw new Error("not this one");
            },
            "mail.event_received.v1": {
              async act(_context, { event }) {
                acts.push(event.id);
                // Events before it have had their effect.
                return (await effectsOf(event.aggregate_id)).length;
              },
              record: async (_context, { db, event }, seen) =>
                note(db, event.aggregate_id, `${event.id} saw ${seen}`),
            },
          },
        },
      ),
  });
  others = createDb(service.database.serviceUrl("dispute"), { poolMax: 4, schema: "dispute" });
});
afterEach(() => {
  calls = [];
  acts = [];
  fails = () => false;
  beforeEffect = async () => undefined;
});
afterAll(async () => {
  await closeDb(others);
  await service.close();
});

interface Sent {
  readonly id: string;
  readonly aggregate_id: string;
}

function plain(aggregateId: string = randomUUID()) {
  return {
    id: randomUUID(),
    type: "template.published.v1",
    aggregate_type: "template",
    aggregate_id: aggregateId,
    data: { template_id: randomUUID(), version: 1 },
    occurred_at: new Date().toISOString(),
    request_id: null,
  };
}
const acting = (aggregateId?: string) => ({
  ...plain(aggregateId),
  type: "mail.event_received.v1",
  data: { mail_event_id: randomUUID() },
});

async function send(events: readonly unknown[]) {
  const token = await signServiceToken(service.context.env.SERVICE_TOKEN_SECRET, {
    caller: "worker-service",
    audience: "dispute-service",
  });
  const { status, body } = await service.api("POST", "/internal/events", { token, body: { events } });
  expect(status).toBe(200);
  return eventBatchResult.parse(body).results;
}

/** What each event of the aggregate did, in the order in which it did. */
async function effectsOf(aggregateId: string): Promise<string[]> {
  const rows = await listAudit(others, "dispute", {
    objectType: "aggregate",
    objectId: aggregateId,
    limit: 100,
  });
  return rows.map(({ details }) => (details as { event: string }).event).reverse();
}
const taken = (events: readonly Sent[]) => events.map(({ id }) => ({ id, ok: true }));

test("the events of a batch share transactions, and each has its effect once, however often it comes", async () => {
  const events = Array.from({ length: 40 }, () => plain());
  const before = await transactions();
  expect(await send(events)).toEqual(taken(events));
  expect((await transactions()) - before).toBeLessThan(40);
  expect(await send(events)).toEqual(taken(events));
  for (const { id, aggregate_id } of events) expect(await effectsOf(aggregate_id)).toEqual([id]);
  expect(calls).toHaveLength(40);
});

/** Marks are written once in each transaction: rows with the same xmin are of the same one. */
async function transactions(): Promise<number> {
  const [row] = await service.sql("SELECT count(DISTINCT xmin::text)::int AS n FROM dispute.processed_event");
  return Number(row?.n);
}

test("one that fails takes nothing with it but the later events of its aggregate", async () => {
  const aggregate = randomUUID();
  const [first, poison, third] = [plain(aggregate), plain(aggregate), plain(aggregate)];
  const [before, after] = [plain(), plain()];
  fails = (id) => id === poison.id;
  expect(await send([before, first, poison, third, after])).toEqual([
    { id: before.id, ok: true },
    { id: first.id, ok: true },
    { id: poison.id, ok: false, error: "not this one" },
    { id: after.id, ok: true },
  ]);
  expect(await effectsOf(aggregate)).toEqual([first.id]);
  expect(calls).not.toContain(third.id);
  for (const { id, aggregate_id } of [before, after]) expect(await effectsOf(aggregate_id)).toEqual([id]);

  fails = () => false;
  expect(await send([poison, third])).toEqual(taken([poison, third]));
  expect(await effectsOf(aggregate)).toEqual([first.id, poison.id, third.id]);
});

test("an event that must ask others sees what those before it did", async () => {
  const aggregate = randomUUID();
  const [one, two, three, four] = [plain(aggregate), plain(aggregate), acting(aggregate), acting(aggregate)];
  expect(await send([one, two, three, four])).toEqual(taken([one, two, three, four]));
  expect(await effectsOf(aggregate)).toEqual([one.id, two.id, `${three.id} saw 2`, `${four.id} saw 3`]);
});

test("what was processed is not asked for again at the provider", async () => {
  const event = acting();
  await send([event]);
  expect(await send([event])).toEqual(taken([event]));
  expect(acts).toEqual([event.id]);
});

test("the same events from two relays at once have their effects once and in order", async () => {
  const lanes = Array.from({ length: 12 }, () => randomUUID());
  const events = lanes.flatMap((aggregate) => [plain(aggregate), plain(aggregate), plain(aggregate)]);
  const answers = await Promise.all([send(events), send(events), send(events)]);
  for (const answer of answers) expect(answer).toEqual(taken(events));
  for (const aggregate of lanes) {
    const wanted = events.filter(({ aggregate_id }) => aggregate_id === aggregate).map(({ id }) => id);
    expect(await effectsOf(aggregate)).toEqual(wanted);
  }
});

test("a batch gives way to a request that waits for what the batch holds, and the request is not rolled back", async () => {
  const [first, second] = [plain(), plain()];
  // Whoever inserts it first holds it until the transaction ends.
  const row = randomUUID();
  const batchHoldsTheChain = Promise.withResolvers<void>();
  beforeEffect = async (id, db) => {
    if (id !== second.id) return;
    batchHoldsTheChain.resolve();
    // The request waits first, so it would be the one that PostgreSQL finds in a deadlock and rolls back.
    await vi.waitFor(async () => {
      const waiting = await service.sql(
        `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
          WHERE NOT granted AND locktype = 'advisory' AND datname = current_database()`,
      );
      if (calls.length < 3) expect(waiting).not.toEqual([]);
    });
    await markEventProcessed(db, "dispute", row);
  };
  const request = inTransaction(others, async (tx) => {
    await markEventProcessed(tx, "dispute", row);
    await batchHoldsTheChain.promise;
    await note(tx, randomUUID(), "request");
    return "committed";
  });
  const [answer, outcome] = await Promise.all([send([first, second]), request]);
  expect(outcome).toBe("committed");
  expect(answer).toEqual(taken([first, second]));
  for (const { id, aggregate_id } of [first, second]) expect(await effectsOf(aggregate_id)).toEqual([id]);
});

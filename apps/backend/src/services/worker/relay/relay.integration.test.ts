import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eventBatch } from "@horizon/contracts/backend";
import { closeDb, createDb, type Db } from "@horizon/db";
import { appendAudit, appendEvent, listAudit } from "@horizon/db/backend";
import { createTestDatabase, type TestDatabase } from "@horizon/db/embedded";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createServiceContext, type ServiceContext } from "../../../platform/context.ts";
import { baseEnv, databaseEnv, parseEnv } from "../../../platform/env.ts";
import { type StartedService, startServiceApp } from "../../../platform/start-app.ts";
import { type BackendProcesses, createBackendProcesses } from "../../../testing/backend-processes.ts";
import { backendSettings, type ServiceEnv } from "../../../testing/backend-settings.ts";
import { startWorker } from "../app.ts";
import { parseWorkerEnv } from "../env.ts";

/** A consumer whose effects are rows, and a road to it on which answers can be lost. */
let database: TestDatabase;
let admin: Client;
let outbox: Db;
let consumer: StartedService<ServiceContext>;
let road: Server;
let workerEnv: ServiceEnv;
let processes: BackendProcesses;
let startConsumer: () => Promise<StartedService<ServiceContext>>;
let losesAnswers = false;
let fails: (eventId: string) => boolean = () => false;
let largestBatch = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  outbox = createDb(database.serviceUrl("dispute"), { poolMax: 4, schema: "dispute" });
  const settings = await backendSettings(database.serviceUrl, { LOG_LEVEL: "silent" });
  const { BUSINESS_CLOCK_URL: _, ...disputeEnv } = settings.services["dispute-service"];
  startConsumer = async () =>
    startServiceApp(
      await createServiceContext("dispute-service", parseEnv({ ...baseEnv, ...databaseEnv }, disputeEnv)),
      {
        routes: [],
        consumers: {
          "mail.event_received.v1": async (_context, { db, event }) => {
            if (fails(event.id)) throw new Error("not now");
            await appendAudit(db, "dispute", {
              actor: "test",
              actorRole: "service",
              action: "event.noted",
              objectType: "aggregate",
              objectId: event.aggregate_id,
              details: { event: event.id },
            });
          },
        },
      },
    );
  consumer = await startConsumer();
  road = await startRoad(`http://127.0.0.1:${consumer.port}`);
  const { BUSINESS_CLOCK_URL: __, ...own } = settings.services["worker-service"];
  workerEnv = { ...own, DISPUTE_URL: `http://127.0.0.1:${(road.address() as AddressInfo).port}` };
  processes = createBackendProcesses({ ...settings.services, "worker-service": workerEnv });
});
afterEach(() => {
  losesAnswers = false;
  fails = () => false;
});
afterAll(async () => {
  await processes.killAll();
  road.closeAllConnections();
  road.close();
  await consumer.stop();
  await Promise.all([closeDb(outbox), admin.end()]);
  await database.close();
});

/** Carries requests to the consumer; while it loses answers, what the consumer did is never heard of. */
async function startRoad(to: string): Promise<Server> {
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (req.url === "/internal/events") {
      const { events } = eventBatch.parse(JSON.parse(`${body}`));
      largestBatch = Math.max(largestBatch, events.length);
    }
    const headers = { authorization: req.headers.authorization ?? "", "content-type": "application/json" };
    const init = req.method === "POST" ? { method: "POST", headers, body } : { headers };
    const answer = await fetch(`${to}${req.url}`, init).catch(() => null);
    if (answer === null) {
      res.destroy();
      return;
    }
    const text = await answer.text();
    if (!losesAnswers) res.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const append = (aggregateId: string = randomUUID()) =>
  appendEvent(outbox, "dispute", {
    type: "mail.event_received.v1",
    aggregateType: "letter",
    aggregateId,
    data: { mail_event_id: randomUUID() },
  });
async function effectsOf(aggregateId: string): Promise<string[]> {
  const filter = { objectType: "aggregate", objectId: aggregateId, limit: 100 };
  const rows = await listAudit(outbox, "dispute", filter);
  return rows.map(({ details }) => (details as { event: string }).event).reverse();
}
async function countOpen(): Promise<number> {
  const { rows } = await admin.query(
    "SELECT count(*)::int AS n FROM dispute.outbox_delivery WHERE state <> 'delivered'",
  );
  return rows[0].n;
}
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 40_000, interval: 50 });

test("a worker that is killed between the effect and its mark: another delivers again, and the effect is one", async () => {
  losesAnswers = true;
  processes.start("worker-service");
  const aggregate = randomUUID();
  const ids = [await append(aggregate), await append(aggregate)];
  await until(async () => expect(await effectsOf(aggregate)).toEqual(ids));
  expect(await countOpen()).toBe(2);
  await processes.kill("worker-service");

  losesAnswers = false;
  processes.start("worker-service");
  await until(async () => expect(await countOpen()).toBe(0));
  expect(await effectsOf(aggregate)).toEqual(ids);
  await processes.kill("worker-service");
});

test("two relays at once, and a consumer that refuses some: each effect once, in the order of its aggregate", async () => {
  // Leases that end at once: each takes them from the other, and both go on for as long as they believe in theirs.
  const expire = () => admin.query("UPDATE worker.relay_lease SET expires_at = now() - interval '1 s'");
  const first = await startWorker(parseWorkerEnv({ ...workerEnv, PORT: "0" }));
  await until(async () => expect((await expire()).rowCount).toBeGreaterThan(0));
  // It may meet a renewal of the same rows in another order, and be the one that gives way.
  const expiring = setInterval(() => void expire().catch(() => undefined), 50);
  const second = await startWorker(parseWorkerEnv({ ...workerEnv, PORT: "0" }));
  await until(async () => {
    const { rows } = await admin.query("SELECT holder FROM worker.relay_lease WHERE source = 'dispute'");
    expect(rows.map(({ holder }) => holder)).toContain(second.context.holder);
  });
  const refusedOnce = new Set<string>();
  fails = (id) => {
    if (refusedOnce.has(id) || Number.parseInt(id.slice(-2), 16) > 25) return false;
    refusedOnce.add(id);
    return true;
  };
  const aggregates = Array.from({ length: 20 }, () => randomUUID());
  const appended = new Map<string, string[]>(aggregates.map((aggregate) => [aggregate, []]));
  const bothRelayed = async () => {
    const texts = [first, second].map(async ({ port }) =>
      (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
    );
    return (await Promise.all(texts)).every((text) =>
      /^horizon_events_delivered_total\{.*\} [1-9]/m.test(text),
    );
  };
  for (let n = 0; n < 8 || (n < 60 && !(await bothRelayed())); n += 1) {
    await Promise.all(
      aggregates.map(async (aggregate) => appended.get(aggregate)?.push(await append(aggregate))),
    );
  }
  await until(async () => expect(await countOpen()).toBe(0));
  expect(await bothRelayed()).toBe(true);
  clearInterval(expiring);
  await Promise.all([first.stop(), second.stop()]);
  for (const [aggregate, ids] of appended) expect(await effectsOf(aggregate)).toEqual(ids);
  expect(refusedOnce.size).toBeGreaterThan(0);
});

test("while the consumer is away nothing is lost and the lag is told; when it is back all arrive, in bounded batches", async () => {
  const worker = await startWorker(parseWorkerEnv({ ...workerEnv, PORT: "0" }));
  const metric = async (name: string) => {
    const text = await (await fetch(`http://127.0.0.1:${worker.port}/metrics`)).text();
    return Number(
      new RegExp(`^${name}\\{source="dispute",consumer="dispute-service".*\\} (.+)$`, "m").exec(text)?.[1] ??
        0,
    );
  };
  await consumer.stop();
  const aggregates = Array.from({ length: 350 }, () => randomUUID());
  for (const aggregate of aggregates) await append(aggregate);
  expect(await metric("horizon_outbox_pending")).toBe(350);
  expect(await metric("horizon_outbox_lag_seconds")).toBeGreaterThan(0);
  await admin.query("UPDATE dispute.outbox_event SET occurred_at = occurred_at - interval '60 s'");
  expect(await metric("horizon_outbox_lag_seconds")).toBeGreaterThanOrEqual(60);

  consumer = await startConsumer();
  await until(async () => expect(await countOpen()).toBe(0));
  expect(await metric("horizon_outbox_pending")).toBe(0);
  expect(await metric("horizon_outbox_lag_seconds")).toBe(0);
  for (const aggregate of aggregates.slice(0, 20)) expect(await effectsOf(aggregate)).toHaveLength(1);
  const { rows } = await admin.query(
    "SELECT max(attempts)::int AS attempts FROM dispute.outbox_delivery WHERE aggregate_id = ANY($1)",
    [aggregates],
  );
  expect(rows).toEqual([{ attempts: 0 }]);
  expect(largestBatch).toBeLessThanOrEqual(100);
  await worker.stop();
});

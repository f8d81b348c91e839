import { randomUUID } from "node:crypto";
import { closeDb, createDb, type Db } from "@horizon/db";
import { appendEvent } from "@horizon/db/backend";
import { ownPorts } from "@horizon/db/embedded";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createServiceContext, type ServiceContext } from "../../platform/context.ts";
import { baseEnv, databaseEnv, parseEnv } from "../../platform/env.ts";
import { signServiceToken } from "../../platform/service-token.ts";
import { type StartedService, startServiceApp } from "../../platform/start-app.ts";
import { startTestService, type TestService } from "../../testing/start-test-service.ts";
import { startWorker } from "./app.ts";
import type { WorkerContext } from "./context.ts";
import { parseWorkerEnv } from "./env.ts";

/** The service that is served: what it was sent, and whether it takes it. */
const received: string[] = [];
const effects: string[] = [];
let refuse: (taskId: string) => boolean = () => false;
const jobRuns: string[] = [];
let jobFails = false;
/** While it is there the job waits for it. */
let jobWaitsFor: Promise<void> | null = null;
const otherJobRuns: string[] = [];

let worker: TestService<WorkerContext>;
let consumer: StartedService<ServiceContext>;
let other: StartedService<ServiceContext>;
let outbox: Db;
let startConsumer: (port: number) => Promise<StartedService<ServiceContext>>;

beforeAll(async () => {
  const [port = 0, otherPort = 0] = await ownPorts(2);
  worker = await startTestService({
    name: "worker-service",
    start: (env, overrides) => startWorker(parseWorkerEnv(env), overrides),
    env: {
      DISPUTE_URL: `http://127.0.0.1:${port}`,
      BILLING_URL: `http://127.0.0.1:${otherPort}`,
      POLL_MS: "50",
      RELAY_TIMEOUT_MS: "30000",
      STUCK_AFTER_MS: "4000",
    },
  });
  outbox = createDb(worker.database.serviceUrl("dispute"), { poolMax: 4, schema: "dispute" });
  const envOf = (schema: "dispute" | "billing", at: number) =>
    parseEnv(
      { ...baseEnv, ...databaseEnv },
      {
        NODE_ENV: "test",
        HOST: "127.0.0.1",
        PORT: `${at}`,
        LOG_LEVEL: "silent",
        DATABASE_URL: worker.database.serviceUrl(schema),
        SERVICE_TOKEN_SECRET: worker.context.env.SERVICE_TOKEN_SECRET,
      },
    );
  startConsumer = async (at) => {
    const env = envOf("dispute", at);
    return startServiceApp(await createServiceContext("dispute-service", env), {
      routes: [],
      consumers: {
        "mail.event_received.v1": async (_context, { event }) => {
          received.push(event.id);
          if (refuse(event.aggregate_id)) throw new Error("not now");
          effects.push(event.id);
        },
      },
      jobs: {
        count: {
          schedule: { daily_at: "02:00" },
          async run(_context, { runKey }) {
            jobRuns.push(runKey);
            await jobWaitsFor;
            if (jobFails) throw new Error("the job broke");
            return { done: 1 };
          },
        },
      },
    });
  };
  consumer = await startConsumer(port);
  other = await startServiceApp(await createServiceContext("billing-service", envOf("billing", otherPort)), {
    routes: [],
    jobs: {
      quick: {
        schedule: { daily_at: "02:00" },
        async run(_context, { runKey }) {
          otherJobRuns.push(runKey);
          return { done: 1 };
        },
      },
    },
  });
});
afterEach(() => {
  refuse = () => false;
});
afterAll(async () => {
  await worker.close();
  await Promise.all([consumer.stop(), other.stop()]);
  await closeDb(outbox);
});

const append = (aggregateId = randomUUID()) =>
  appendEvent(outbox, "dispute", {
    type: "mail.event_received.v1",
    aggregateType: "letter",
    aggregateId,
    data: { mail_event_id: randomUUID() },
  });

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

async function stateOf(eventId: string) {
  const [row] = await worker.sql("SELECT state, attempts FROM dispute.outbox_delivery WHERE event_id = $1", [
    eventId,
  ]);
  return row;
}

async function asOperator(method: string, path: string) {
  const token = await signServiceToken(worker.context.env.SERVICE_TOKEN_SECRET, {
    caller: "worker-service",
    audience: "worker-service",
  });
  return worker.api(method, path, { token });
}

test("an event reaches its consumer, once, and is marked", async () => {
  const id = await append();
  await until(() => expect(effects).toContain(id));
  await until(async () => expect(await stateOf(id)).toEqual({ state: "delivered", attempts: 0 }));
  expect(effects.filter((effect) => effect === id)).toHaveLength(1);
});

test("events of one aggregate arrive in order; one that fails holds back its own and nobody else's", async () => {
  const blocked = randomUUID();
  refuse = (aggregate) => aggregate === blocked;
  const first = await append(blocked);
  const second = await append(blocked);
  const other = await append();
  await until(() => expect(effects).toContain(other));
  await until(() => expect(received).toContain(first));
  expect(received).not.toContain(second);
  refuse = () => false;
  await until(() => expect(effects).toContain(second));
  expect(effects.indexOf(first)).toBeLessThan(effects.indexOf(second));
});

test("what was processed but not marked comes again and has its effect once", async () => {
  const id = await append();
  await until(async () => expect(await stateOf(id)).toMatchObject({ state: "delivered" }));
  // As after a worker that died between the delivery and the mark.
  await worker.sql("UPDATE dispute.outbox_delivery SET state = 'pending' WHERE event_id = $1", [id]);
  await until(async () => expect(await stateOf(id)).toMatchObject({ state: "delivered" }));
  expect(effects.filter((effect) => effect === id)).toHaveLength(1);
});

test("a consumer that is down costs no attempt, and gets everything when it is back", async () => {
  const { port } = consumer;
  await consumer.stop();
  const ids = [await append(), await append()];
  await until(() => expect(worker.logLines.join("")).toContain("the consumer does not answer"));
  consumer = await startConsumer(port);
  await until(() => expect(effects).toEqual(expect.arrayContaining(ids)));
  await until(async () => expect(await stateOf(ids[0] ?? "")).toEqual({ state: "delivered", attempts: 0 }));
});

test("after ten attempts an event is dead, counted, and a person replays or skips it", async () => {
  const aggregate = randomUUID();
  refuse = (id) => id === aggregate;
  // It has failed nine times from its first moment: a change afterwards could meet a delivery that is under way.
  const setAttempts = (attempts: number) =>
    worker.sql(`ALTER TABLE dispute.outbox_delivery ALTER COLUMN attempts SET DEFAULT ${attempts}`);
  await setAttempts(9);
  const dead = await append(aggregate);
  await setAttempts(0);
  const later = await append(aggregate);
  await until(async () => expect(await stateOf(dead)).toEqual({ state: "dead", attempts: 10 }));
  expect((await worker.api("GET", "/metrics")).body).toMatch(
    /horizon_outbox_dead_letters\{source="dispute",consumer="dispute-service".*\} 1/,
  );
  const { body } = await asOperator("GET", "/internal/dead-letters");
  expect(body.data).toEqual([expect.objectContaining({ event_id: dead, error: "not now", attempts: 10 })]);
  expect(await stateOf(later)).toMatchObject({ state: "pending" });

  const path = `/internal/dead-letters/dispute/dispute-service/${dead}`;
  refuse = () => false;
  expect((await asOperator("POST", `${path}/replay`)).status).toBe(204);
  await until(() => expect(effects).toEqual(expect.arrayContaining([dead, later])));
  expect(await asOperator("POST", `${path}/skip`)).toMatchObject({
    status: 409,
    body: { code: "dead_letter.not_dead" },
  });
});

test("two workers relay and schedule without doing anything twice", async () => {
  const second = await worker.startAnother();
  const ids: string[] = [];
  for (let n = 0; n < 40; n += 1) ids.push(await append());
  await until(() => expect(effects).toEqual(expect.arrayContaining(ids)));
  for (const id of ids) expect(received.filter((one) => one === id)).toHaveLength(1);
  await second.stop();
});

test("a job runs when business time says so, once, also for days that were missed; one that fails runs again", async () => {
  await until(() => expect(jobRuns).toContain("2026-11-30T02:00:00.000Z"));
  worker.clock.set("2026-12-04T01:00:00.000Z");
  await until(() => expect(jobRuns).toContain("2026-12-03T02:00:00.000Z"));
  expect(jobRuns).not.toContain("2026-12-02T02:00:00.000Z");
  jobFails = true;
  worker.clock.set("2026-12-04T03:00:00.000Z");
  await until(() =>
    expect(jobRuns.filter((key) => key === "2026-12-04T02:00:00.000Z").length).toBeGreaterThan(0),
  );
  jobFails = false;
  await until(async () => {
    const { body } = await asOperator("GET", "/internal/schedule");
    expect(body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          job: "count",
          run_key: "2026-12-04T02:00:00.000Z",
          error: null,
          done: 1,
          failures: 0,
        }),
      ]),
    );
  });
  expect(jobRuns.filter((key) => key === "2026-11-30T02:00:00.000Z")).toHaveLength(1);
});

test("a job that takes long holds up no other service's", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  jobWaitsFor = promise;
  worker.clock.set("2026-12-05T03:00:00.000Z");
  await until(() => expect(jobRuns).toContain("2026-12-05T02:00:00.000Z"));
  worker.clock.set("2026-12-06T03:00:00.000Z");
  await until(() => expect(otherJobRuns).toContain("2026-12-06T02:00:00.000Z"));
  expect(jobRuns).not.toContain("2026-12-06T02:00:00.000Z");
  jobWaitsFor = null;
  resolve();
  await until(() => expect(jobRuns).toContain("2026-12-06T02:00:00.000Z"));
});

test("strangers and other services decide on no dead letter", async () => {
  const token = await signServiceToken(worker.context.env.SERVICE_TOKEN_SECRET, {
    caller: "dispute-service",
    audience: "worker-service",
  });
  expect((await worker.api("GET", "/internal/dead-letters", { token })).status).toBe(403);
  expect((await worker.api("GET", "/internal/dead-letters")).status).toBe(401);
});

test("a worker of which the work hangs says so, and is well again when it goes on", async () => {
  const blocker = new Client({ connectionString: worker.database.adminUrl });
  await blocker.connect();
  await blocker.query("BEGIN; LOCK TABLE worker.relay_lease");
  await until(async () => {
    const { status, body } = await worker.api("GET", "/health/live");
    expect([status, body.stuck]).toEqual([503, ["leases"]]);
  });
  await blocker.end();
  await until(async () => expect((await worker.api("GET", "/health/live")).status).toBe(200));
});

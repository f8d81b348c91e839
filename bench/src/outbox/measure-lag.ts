import { loadavg } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { closeDb, createDb } from "@horizon/db";
import { Client } from "pg";
import { sampleProcess } from "../live/process-sample.ts";
import { postgresCpuSeconds, postmasterOf } from "./cpu-seconds.ts";
import type { OutboxBackend } from "./start-outbox-backend.ts";
import { type Workload, workloads } from "./workloads.ts";

/** What is open after the last append may take that long. */
const patienceMs = 60_000;

/**
 * Appends events at a fixed rate, whether or not earlier ones were appended, and waits until all are delivered. Timed by the
 * database's clock, from the append to the consumer's mark in the transaction of its effect.
 */
export async function measureLag(
  backend: OutboxBackend,
  { workload, perSecond, seconds }: { workload: Workload; perSecond: number; seconds: number },
): Promise<string[]> {
  const { servers, customerIds, adminUrl, serviceUrl } = backend;
  const outboxes = {
    dispute: createDb(serviceUrl("dispute"), { poolMax: 16, schema: "dispute" }),
    credit: createDb(serviceUrl("credit"), { poolMax: 8, schema: "credit" }),
  };
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(
    "TRUNCATE dispute.outbox_event, dispute.outbox_delivery, credit.outbox_event, credit.outbox_delivery",
  );
  const { rows: sessions } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const postmaster = postmasterOf(sessions[0]?.pid ?? 0);
  const consumers = [servers["dispute-service"], servers["customer-service"], servers["billing-service"]];
  const cpu = () => ({
    appending: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    relay: sampleProcess(servers["worker-service"].pid).cpuSeconds,
    consumers: consumers.reduce((sum, { pid }) => sum + sampleProcess(pid).cpuSeconds, 0),
    postgres: postgresCpuSeconds(postmaster),
  });
  const before = cpu();
  const startedAtMs = performance.now();
  const total = perSecond * seconds;
  const pending: Promise<boolean>[] = [];
  while (pending.length < total) {
    const due = Math.min(total, ((performance.now() - startedAtMs) * perSecond) / 1000);
    while (pending.length < Math.floor(due)) {
      const customerId = customerIds[pending.length % customerIds.length] ?? "";
      const appended = workloads[workload](outboxes, customerId);
      pending.push(
        appended.then(
          () => true,
          () => false,
        ),
      );
    }
    await delay(1);
  }
  const appended = (await Promise.all(pending)).filter((succeeded) => succeeded).length;
  const appendedMs = performance.now() - startedAtMs;
  await untilDelivered(client);
  const after = cpu();
  const { done, open, p50, p99, max } = await readLag(client);
  await client.end();
  await Promise.all([closeDb(outboxes.dispute), closeDb(outboxes.credit)]);
  const perEvent = (part: keyof typeof after) =>
    (((after[part] - before[part]) * 1000) / appended).toFixed(2);
  return [
    workload,
    `${perSecond}`,
    ((appended * 1000) / appendedMs).toFixed(0),
    `${done}`,
    `${open}`,
    ...[p50, p99, max].map((ms) => (ms ?? Number.NaN).toFixed(0)),
    ...(["appending", "relay", "consumers", "postgres"] as const).map(perEvent),
    loadavg()[0]?.toFixed(1) ?? "",
  ];
}

async function untilDelivered(client: Client): Promise<void> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const { rows } = await client.query<{ open: boolean }>(
      `SELECT EXISTS (SELECT FROM dispute.outbox_delivery WHERE state = 'pending')
           OR EXISTS (SELECT FROM credit.outbox_delivery WHERE state = 'pending') AS open`,
    );
    if (rows[0]?.open !== true) return;
    await delay(100);
  }
}

interface Lag {
  readonly done: number;
  readonly open: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** Over deliveries, each with the mark of its consumer. */
async function readLag(client: Client): Promise<Lag> {
  const { rows } = await client.query<Lag>(`
    WITH mark AS (
      SELECT 'dispute-service' AS consumer, * FROM dispute.processed_event
      UNION ALL SELECT 'customer-service', * FROM customer.processed_event
      UNION ALL SELECT 'billing-service', * FROM billing.processed_event
    ), delivery AS (
      SELECT e.occurred_at, d.event_id, d.consumer FROM dispute.outbox_delivery AS d JOIN dispute.outbox_event AS e ON e.id = d.event_id
      UNION ALL
      SELECT e.occurred_at, d.event_id, d.consumer FROM credit.outbox_delivery AS d JOIN credit.outbox_event AS e ON e.id = d.event_id
    ), lag AS (
      SELECT extract(epoch FROM mark.processed_at - delivery.occurred_at)::float8 * 1000 AS ms
        FROM delivery LEFT JOIN mark USING (event_id, consumer)
    )
    SELECT count(ms)::int AS done, count(*) FILTER (WHERE ms IS NULL)::int AS open, max(ms) AS max,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY ms) AS p50, percentile_disc(0.99) WITHIN GROUP (ORDER BY ms) AS p99
      FROM lag`);
  return rows[0] ?? { done: 0, open: 0, p50: null, p99: null, max: null };
}

export const lagHead = [
  "events",
  "wanted/s",
  "appended/s",
  "deliveries",
  "not processed",
  "p50 ms",
  "p99 ms",
  "max ms",
  "CPU ms an event: appending",
  "relay",
  "consumers",
  "PostgreSQL",
  "load",
];

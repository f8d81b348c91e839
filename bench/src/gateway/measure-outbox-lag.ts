import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { closeDb, createDb } from "@horizon/db";
import { appendEvent } from "@horizon/db/backend";
import { Client } from "pg";
import { sampleProcess } from "../live/process-sample.ts";
import type { BenchBackend } from "./start-bench-backend.ts";

const durationMs = 6_000;

/**
 * Events of dispute-service to itself, each of an aggregate of its own, appended at a fixed rate. The consumer looks for the mail
 * event that they name, finds none, and marks them: what is timed is the way, by the database's clock.
 */
export async function measureOutboxLag(backend: BenchBackend, perSecond: number): Promise<string[]> {
  const { servers, database } = backend;
  const db = createDb(database.serviceUrl("dispute"), { poolMax: 8, schema: "dispute" });
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query("TRUNCATE dispute.outbox_event, dispute.outbox_delivery, dispute.processed_event");
  const [worker, consumer] = [servers["worker-service"], servers["dispute-service"]];
  const before = { worker: sampleProcess(worker.pid), consumer: sampleProcess(consumer.pid) };
  const startedAtMs = performance.now();
  const total = (perSecond * durationMs) / 1000;
  const pending: Promise<string>[] = [];
  while (pending.length < total) {
    const due = Math.min(total, ((performance.now() - startedAtMs) * perSecond) / 1000);
    while (pending.length < Math.floor(due)) {
      const data = { mail_event_id: randomUUID() };
      const aggregateId = randomUUID();
      pending.push(
        appendEvent(db, "dispute", {
          type: "mail.event_received.v1",
          aggregateType: "letter",
          aggregateId,
          data,
        }),
      );
    }
    await delay(1);
  }
  await Promise.all(pending);
  const appendedMs = performance.now() - startedAtMs;
  for (let waited = 0; waited < 80; waited += 1) {
    const { rows } = await client.query<{ open: boolean }>(
      "SELECT EXISTS (SELECT FROM dispute.outbox_delivery WHERE state = 'pending') AS open",
    );
    if (!rows[0]?.open) break;
    await delay(100);
  }
  const tookMs = performance.now() - startedAtMs;
  const cpu = (pid: number, from: { cpuSeconds: number }) =>
    (((sampleProcess(pid).cpuSeconds - from.cpuSeconds) * 1000) / tookMs) * 100;
  const cpuPercent = {
    worker: cpu(worker.pid, before.worker),
    consumer: cpu(consumer.pid, before.consumer),
  };
  const { rows } = await client.query<{ done: string; p50: number; p99: number }>(`
    SELECT count(p.event_id) AS done,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM p.processed_at - e.occurred_at) * 1000)::float AS p50,
           percentile_disc(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM p.processed_at - e.occurred_at) * 1000)::float AS p99
      FROM dispute.outbox_event AS e LEFT JOIN dispute.processed_event AS p ON p.event_id = e.id`);
  await client.end();
  await closeDb(db);
  const lag = rows[0];
  return [
    `${perSecond}`,
    ((pending.length * 1000) / appendedMs).toFixed(0),
    (lag?.p50 ?? Number.NaN).toFixed(0),
    (lag?.p99 ?? Number.NaN).toFixed(0),
    `${pending.length - Number(lag?.done ?? 0)}`,
    cpuPercent.worker.toFixed(0),
    cpuPercent.consumer.toFixed(0),
  ];
}

export const lagHead = [
  "events/s",
  "appended/s",
  "p50 ms",
  "p99 ms",
  "not processed",
  "worker CPU %",
  "consumer CPU %",
];

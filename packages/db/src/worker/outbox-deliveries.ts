import type { EventEnvelope, ServiceName, ServiceSchema } from "@horizon/contracts/backend";
import { serviceTable } from "../backend/service-table.ts";
import { type Db, runQuery } from "../db.ts";
import { Prisma } from "../generated/client.ts";
import type { RelayRoute } from "./relay-lease.ts";

export interface DueDelivery {
  readonly event: EventEnvelope;
  /** Times that the consumer refused it. */
  readonly attempts: number;
}

interface DueRow extends Omit<EventEnvelope, "occurred_at"> {
  occurred_at: Date;
  attempts: number;
}

/**
 * What can be delivered now, oldest first. An event waits while an earlier one of its aggregate is dead or waits for its
 * next attempt: order within an aggregate is never broken.
 */
export async function listDueDeliveries(
  db: Db,
  { source, consumer }: RelayRoute,
  limit: number,
): Promise<DueDelivery[]> {
  const delivery = serviceTable(source, "outbox_delivery");
  const rows = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<DueRow[]>`
      SELECT e.id, e.type, e.aggregate_type, e.aggregate_id, e.data, e.request_id, e.occurred_at, d.attempts
        FROM ${delivery} AS d JOIN ${serviceTable(source, "outbox_event")} AS e ON e.id = d.event_id
       WHERE d.consumer = ${consumer} AND d.state = 'pending' AND d.next_attempt_at <= clock_timestamp()
         AND NOT EXISTS (
           SELECT FROM ${delivery} AS earlier
            WHERE earlier.consumer = d.consumer AND earlier.aggregate_id = d.aggregate_id AND earlier.seq < d.seq
              AND (earlier.state = 'dead' OR (earlier.state = 'pending' AND earlier.next_attempt_at > clock_timestamp())))
       ORDER BY d.seq LIMIT ${limit}`,
  );
  return rows.map(({ attempts, occurred_at, ...event }) => ({
    attempts,
    event: { ...event, occurred_at: occurred_at.toISOString() },
  }));
}

/** Notes that the consumer took these. */
export async function markDelivered(
  db: Db,
  { source, consumer }: RelayRoute,
  eventIds: readonly string[],
): Promise<void> {
  if (eventIds.length === 0) return;
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      UPDATE ${serviceTable(source, "outbox_delivery")}
         SET state = 'delivered', delivered_at = clock_timestamp(), last_error = NULL
       WHERE consumer = ${consumer} AND event_id = ANY(${[...eventIds]}::uuid[])`,
  );
}

export interface RefusedDelivery {
  readonly eventId: string;
  /** Of the consumer; says no more than what failed. */
  readonly error: string;
  /** Null: no further attempt by itself. */
  readonly retryInMs: number | null;
}

/** Notes that the consumer refused it, and when it comes again. */
export async function markRefused(
  db: Db,
  { source, consumer }: RelayRoute,
  { eventId, error, retryInMs }: RefusedDelivery,
): Promise<void> {
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      UPDATE ${serviceTable(source, "outbox_delivery")}
         SET attempts = attempts + 1, last_error = ${error.slice(0, 500)},
             state = ${retryInMs === null ? "dead" : "pending"},
             next_attempt_at = clock_timestamp() + ${retryInMs ?? 0} * interval '1 millisecond'
       WHERE consumer = ${consumer} AND event_id = ${eventId}::uuid AND state = 'pending'`,
  );
}

export interface DeadLetter {
  readonly source: ServiceSchema;
  readonly consumer: ServiceName;
  readonly eventId: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly occurredAt: Date;
}

/** Deliveries that need a person, oldest first. */
export async function listDeadLetters(db: Db, source: ServiceSchema, limit: number): Promise<DeadLetter[]> {
  return runQuery(
    db,
    (prisma) => prisma.$queryRaw<DeadLetter[]>`
      SELECT ${source} AS source, d.consumer, d.event_id AS "eventId", e.type, d.aggregate_id AS "aggregateId", d.attempts,
             d.last_error AS error, e.occurred_at AS "occurredAt"
        FROM ${serviceTable(source, "outbox_delivery")} AS d
        JOIN ${serviceTable(source, "outbox_event")} AS e ON e.id = d.event_id
       WHERE d.state = 'dead' ORDER BY d.seq LIMIT ${limit}`,
  );
}

/**
 * A person's decision on a dead letter: `pending` tries it anew, `skipped` lets the later events of its aggregate pass.
 *
 * @returns false when it is not dead.
 */
export async function decideDeadLetter(
  db: Db,
  { source, consumer }: RelayRoute,
  eventId: string,
  decision: "pending" | "skipped",
): Promise<boolean> {
  const changed = await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      UPDATE ${serviceTable(source, "outbox_delivery")}
         SET state = ${decision}, attempts = 0, next_attempt_at = clock_timestamp()
       WHERE consumer = ${consumer} AND event_id = ${eventId}::uuid AND state = 'dead'`,
  );
  return changed === 1;
}

export interface RelayLag {
  readonly source: ServiceSchema;
  readonly consumer: string;
  readonly pending: number;
  readonly dead: number;
  /** Age of the oldest event that is not delivered, in seconds; 0 when all are. */
  readonly lagSeconds: number;
}

/** How far each consumer is behind in each outbox; routes on which nothing is open are left out. */
export async function listRelayLag(db: Db, sources: readonly ServiceSchema[]): Promise<RelayLag[]> {
  const parts = sources.map(
    (source) => Prisma.sql`
      SELECT ${source}::text AS source, d.consumer, count(*) FILTER (WHERE d.state = 'pending')::int AS pending,
             count(*) FILTER (WHERE d.state = 'dead')::int AS dead,
             extract(epoch FROM clock_timestamp() - min(e.occurred_at))::float8 AS "lagSeconds"
        FROM ${serviceTable(source, "outbox_delivery")} AS d
        JOIN ${serviceTable(source, "outbox_event")} AS e ON e.id = d.event_id
       WHERE d.state IN ('pending', 'dead') GROUP BY d.consumer`,
  );
  return runQuery(db, (prisma) => prisma.$queryRaw<RelayLag[]>(Prisma.join(parts, " UNION ALL ")));
}

/** Removes events whose every delivery ended before `before`. @returns how many. */
export async function purgeOutbox(db: Db, source: ServiceSchema, before: Date): Promise<number> {
  return runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      DELETE FROM ${serviceTable(source, "outbox_event")} AS e
       WHERE e.occurred_at < ${before} AND NOT EXISTS (
         SELECT FROM ${serviceTable(source, "outbox_delivery")} AS d
          WHERE d.event_id = e.id AND d.state IN ('pending', 'dead'))`,
  );
}

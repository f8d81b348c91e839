import type { EventEnvelope, ServiceName, ServiceSchema } from "@horizon/contracts/backend";
import { serviceTable } from "../backend/service-table.ts";
import { type Db, runQuery } from "../db.ts";
import type { RelayRoute } from "./relay-lease.ts";

export interface DueDelivery {
  readonly consumer: ServiceName;
  readonly event: EventEnvelope;
  /** Times that the consumer refused it. */
  readonly attempts: number;
}

export interface DeliveryWish {
  readonly consumer: ServiceName;
  /** Most aggregates whose events are asked for. */
  readonly aggregates: number;
  /** Their events are on their way already. */
  readonly exceptAggregates: Iterable<string>;
}

/** Most events of one aggregate at a time. */
const laneDepth = 10;

interface DueRow extends Omit<EventEnvelope, "occurred_at"> {
  consumer: ServiceName;
  occurred_at: Date;
  attempts: number;
  waits: boolean;
}

/**
 * What can be delivered now, those longest due first; the events of an aggregate in their order. An aggregate is left out while its first
 * open event is dead or waits for its next attempt. The cost is that of what is due, and not of what is stored or waits: the subquery
 * that looks for an earlier event is one look into an index, whatever the planner believes.
 */
export async function listDueDeliveries(
  db: Db,
  source: ServiceSchema,
  wishes: readonly DeliveryWish[],
): Promise<DueDelivery[]> {
  const delivery = serviceTable(source, "outbox_delivery");
  const busy = wishes.flatMap(({ consumer, exceptAggregates }) =>
    [...exceptAggregates].map((aggregate) => ({ consumer, aggregate })),
  );
  const rows = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<DueRow[]>`
      WITH first_open AS MATERIALIZED (
        SELECT wish.consumer, head.aggregate_id, head.seq
          FROM unnest(${wishes.map(({ consumer }) => consumer)}::text[], ${wishes.map(({ aggregates }) => aggregates)}::int[])
               AS wish (consumer, aggregates)
         CROSS JOIN LATERAL (
           SELECT d.aggregate_id, d.seq FROM ${delivery} AS d
            WHERE d.consumer = wish.consumer AND d.state = 'pending' AND d.next_attempt_at <= statement_timestamp()
              AND (d.consumer, d.aggregate_id) NOT IN (
                SELECT * FROM unnest(${busy.map(({ consumer }) => consumer)}::text[], ${busy.map(({ aggregate }) => aggregate)}::uuid[]))
              AND (SELECT true FROM ${delivery} AS earlier
                    WHERE earlier.consumer = d.consumer AND earlier.aggregate_id = d.aggregate_id AND earlier.seq < d.seq
                      AND earlier.state IN ('pending', 'dead') LIMIT 1) IS NULL
            ORDER BY d.next_attempt_at, d.seq LIMIT wish.aggregates) AS head
      )
      SELECT lane.consumer, lane.attempts, lane.waits,
             e.id, e.type, e.aggregate_type, e.aggregate_id, e.data, e.request_id, e.occurred_at
        FROM first_open
       CROSS JOIN LATERAL (
         SELECT d.consumer, d.event_id, d.seq, d.attempts,
                d.state = 'dead' OR (d.attempts > 0 AND d.next_attempt_at > statement_timestamp()) AS waits
           FROM ${delivery} AS d
          WHERE d.consumer = first_open.consumer AND d.aggregate_id = first_open.aggregate_id AND d.seq >= first_open.seq
            AND d.state IN ('pending', 'dead')
          ORDER BY d.seq LIMIT ${laneDepth}) AS lane
        JOIN ${serviceTable(source, "outbox_event")} AS e ON e.id = lane.event_id
       ORDER BY lane.seq`,
  );
  return untilOneWaits(rows);
}

/** Behind one that waits, all later ones of its aggregate do. */
function untilOneWaits(rows: readonly DueRow[]): DueDelivery[] {
  const held = new Set<string>();
  const due: DueDelivery[] = [];
  for (const { consumer, attempts, waits, occurred_at, ...event } of rows) {
    const lane = `${consumer} ${event.aggregate_id}`;
    if (waits) held.add(lane);
    if (held.has(lane)) continue;
    due.push({ consumer, attempts, event: { ...event, occurred_at: occurred_at.toISOString() } });
  }
  return due;
}

/**
 * Notes that the consumer took these. Nobody waits for the disk: a note that a crash takes away is one more delivery, and the consumer knows
 * the event.
 */
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
        FROM (SELECT set_config('synchronous_commit', 'off', true)) AS without_sync
       WHERE consumer = ${consumer} AND event_id = ANY(${[...eventIds]}::uuid[]) AND state <> 'delivered'`,
  );
}

export interface RefusedDelivery {
  readonly eventId: string;
  /** Of the consumer; says no more than what failed. */
  readonly error: string;
  /** Null: no further attempt by itself. */
  readonly retryInMs: number | null;
}

/**
 * Notes that the consumer refused it, and when it comes again. Later events of its aggregate are not due before it either: none of them
 * could be delivered, and looking at them each time would cost.
 */
export async function markRefused(
  db: Db,
  { source, consumer }: RelayRoute,
  { eventId, error, retryInMs }: RefusedDelivery,
): Promise<void> {
  const delivery = serviceTable(source, "outbox_delivery");
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      WITH refused AS (
        UPDATE ${delivery}
           SET attempts = attempts + 1, last_error = ${error.slice(0, 500)},
               state = ${retryInMs === null ? "dead" : "pending"},
               next_attempt_at = clock_timestamp() + ${retryInMs ?? 0} * interval '1 millisecond'
         WHERE consumer = ${consumer} AND event_id = ${eventId}::uuid AND state = 'pending'
        RETURNING aggregate_id, seq, state, next_attempt_at
      )
      UPDATE ${delivery} AS later
         SET next_attempt_at = CASE refused.state WHEN 'dead' THEN 'infinity' ELSE refused.next_attempt_at END
        FROM refused
       WHERE later.consumer = ${consumer} AND later.aggregate_id = refused.aggregate_id AND later.seq > refused.seq
         AND later.state = 'pending'`,
  );
}

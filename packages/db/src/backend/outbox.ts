import {
  consumersOf,
  type EventData,
  type EventType,
  type EventTypeOf,
  type ServiceSchema,
} from "@horizon/contracts/backend";
import { afterCommit, type Db, runQuery } from "../db.ts";
import { deleteOldRows } from "../delete-old-rows.ts";
import { Prisma } from "../generated/client.ts";
import { newId } from "../new-id.ts";
import { announceEvents } from "./committed-events.ts";
import { serviceTable } from "./service-table.ts";

export interface NewEvent<T extends EventType> {
  readonly type: T;
  readonly aggregateType: string;
  /** Events of one aggregate are delivered in the order in which they were appended. */
  readonly aggregateId: string;
  readonly data: EventData<T>;
  readonly requestId?: string | undefined;
}

/**
 * Appends an event and one delivery for each of its consumers. Call it in the transaction of the change that it tells of,
 * after the row of the aggregate is locked or written: that is what keeps the order.
 *
 * @returns the event's id.
 */
export async function appendEvent<S extends ServiceSchema, T extends EventTypeOf<S>>(
  db: Db,
  schema: S,
  { type, aggregateType, aggregateId, data, requestId }: NewEvent<T>,
): Promise<string> {
  const id = newId();
  const consumers = [...consumersOf(type)];
  const insertEvent = Prisma.sql`
    INSERT INTO ${serviceTable(schema, "outbox_event")} (id, type, aggregate_type, aggregate_id, data, request_id)
    VALUES (${id}::uuid, ${type}, ${aggregateType}, ${aggregateId}::uuid, ${JSON.stringify(data)}::jsonb, ${requestId ?? null})`;
  await runQuery(db, (prisma) =>
    consumers.length === 0
      ? prisma.$executeRaw(insertEvent)
      : prisma.$executeRaw`
          WITH event AS (${insertEvent} RETURNING id, seq, aggregate_id)
          INSERT INTO ${serviceTable(schema, "outbox_delivery")} (event_id, consumer, seq, aggregate_id)
          SELECT event.id, consumer, event.seq, event.aggregate_id FROM event, unnest(${consumers}::text[]) AS consumer`,
  );
  afterCommit(db, () => announceEvents({ schema, types: [type] }));
  return id;
}

/** As `appendEvent`, for several in their order, with one statement. */
export async function appendEvents<S extends ServiceSchema, T extends EventTypeOf<S>>(
  db: Db,
  schema: S,
  events: readonly NewEvent<T>[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({ ...event, id: newId() }));
  const wishes = rows.flatMap(({ id, type }) => consumersOf(type).map((consumer) => ({ id, consumer })));
  await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      WITH event AS (
        INSERT INTO ${serviceTable(schema, "outbox_event")} (id, type, aggregate_type, aggregate_id, data, request_id)
        SELECT id, type, aggregate_type, aggregate_id, data, request_id
          FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ type }) => type)}::text[],
                      ${rows.map(({ aggregateType }) => aggregateType)}::text[], ${rows.map(({ aggregateId }) => aggregateId)}::uuid[],
                      ${rows.map(({ data }) => JSON.stringify(data))}::jsonb[], ${rows.map(({ requestId }) => requestId ?? null)}::text[])
               WITH ORDINALITY AS new (id, type, aggregate_type, aggregate_id, data, request_id, place)
         ORDER BY place
        RETURNING id, seq, aggregate_id
      )
      INSERT INTO ${serviceTable(schema, "outbox_delivery")} (event_id, consumer, seq, aggregate_id)
      SELECT event.id, wish.consumer, event.seq, event.aggregate_id
        FROM event JOIN unnest(${wishes.map(({ id }) => id)}::uuid[], ${wishes.map(({ consumer }) => consumer)}::text[])
             AS wish (id, consumer) USING (id)`,
  );
  afterCommit(db, () => announceEvents({ schema, types: events.map(({ type }) => type) }));
}

/**
 * Notes that this service has processed an event. In the transaction of the effect: both happen, or neither.
 *
 * @returns false when it was processed before.
 */
export async function markEventProcessed(db: Db, schema: ServiceSchema, eventId: string): Promise<boolean> {
  const inserted = await runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO ${serviceTable(schema, "processed_event")} (event_id) VALUES (${eventId}::uuid)
      ON CONFLICT DO NOTHING`,
  );
  return inserted === 1;
}

/**
 * Notes that this service has processed these. In the transaction of their effects.
 *
 * @returns how many of them had not been noted before.
 */
export async function markEventsProcessed(
  db: Db,
  schema: ServiceSchema,
  eventIds: readonly string[],
): Promise<number> {
  return runQuery(
    db,
    (prisma) => prisma.$executeRaw`
      INSERT INTO ${serviceTable(schema, "processed_event")} (event_id)
      SELECT id FROM unnest(${[...eventIds]}::uuid[]) AS id ON CONFLICT DO NOTHING`,
  );
}

/** Those of these events that this service has processed. */
export async function listProcessedEvents(
  db: Db,
  schema: ServiceSchema,
  eventIds: readonly string[],
): Promise<Set<string>> {
  const rows = await runQuery(
    db,
    (prisma) => prisma.$queryRaw<{ id: string }[]>`
      SELECT event_id AS id FROM ${serviceTable(schema, "processed_event")}
       WHERE event_id = ANY(${[...eventIds]}::uuid[])`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Forgets processed events older than `before`: far longer than any redelivery takes. */
export async function purgeProcessedEvents(db: Db, schema: ServiceSchema, before: Date): Promise<number> {
  return deleteOldRows(db, serviceTable(schema, "processed_event"), "processed_at", before);
}

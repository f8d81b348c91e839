import {
  type EventData,
  type EventEnvelope,
  type EventType,
  eventBatch,
  eventBatchResult,
  findEventSchema,
} from "@horizon/contracts/backend";
import { type Db, inTransaction } from "@horizon/db";
import { markEventProcessed } from "@horizon/db/backend";
import type { ServiceContext } from "./context.ts";
import { type Route, routesOf } from "./route.ts";

export interface ConsumedEvent<T extends EventType> extends Omit<EventEnvelope, "type" | "data"> {
  readonly type: T;
  readonly data: EventData<T>;
}

interface Consumption<T extends EventType> {
  /** The transaction in which the event is also marked as processed. */
  readonly db: Db;
  readonly event: ConsumedEvent<T>;
}

/**
 * What a service does with the events that it is sent. A function runs in one transaction with the mark: its effect
 * happens once. An object first runs `act`, outside of any transaction, for calls to providers, which must be idempotent;
 * what it returns is stored by `record`.
 */
export type Consumers<C> = {
  readonly [T in EventType]?:
    | ((context: C, consumption: Consumption<T>) => Promise<void>)
    | {
        act(context: C, consumption: Omit<Consumption<T>, "db">): Promise<unknown>;
        record(context: C, consumption: Consumption<T>, result: unknown): Promise<void>;
      };
};

/** Below the pool's size, so that requests find a connection while a batch is at work. */
const aggregatesAtOnce = 3;

/** POST /internal/events, where worker-service delivers. One that fails is answered as such, and comes again. */
export function eventRoute<C extends ServiceContext>(consumers: Consumers<C>): Route<C> {
  return routesOf<C>().serviceRoute({
    method: "post",
    path: "/internal/events",
    operationId: "deliverEvents",
    summary: "Takes events of other services",
    callers: ["worker-service"],
    transaction: "none",
    body: eventBatch,
    responses: { 200: eventBatchResult },
    handler: async (context, { body, log }) => {
      const results = new Map<string, { id: string; ok: boolean; error?: string }>();
      async function deliverInOrder(events: readonly EventEnvelope[]): Promise<void> {
        let failed = false;
        for (const event of events) {
          // Later events of an aggregate wait for the one that failed.
          if (failed) {
            results.set(event.id, { id: event.id, ok: false, error: "waits for an earlier event" });
            continue;
          }
          try {
            await consumeEvent(context, consumers, event);
            results.set(event.id, { id: event.id, ok: true });
          } catch (error) {
            failed = true;
            log.error({ err: error, eventId: event.id, type: event.type }, "an event was not processed");
            const reason = error instanceof Error ? error.message.slice(0, 300) : "unknown";
            results.set(event.id, { id: event.id, ok: false, error: reason });
          }
        }
      }
      const aggregates = [...Map.groupBy(body.events, (event) => event.aggregate_id).values()];
      const lanes = Array.from({ length: aggregatesAtOnce }, async () => {
        for (let next = aggregates.shift(); next !== undefined; next = aggregates.shift())
          await deliverInOrder(next);
      });
      await Promise.all(lanes);
      const answer = body.events.map(({ id }) => results.get(id) ?? { id, ok: false, error: "no result" });
      return { status: 200, body: { results: answer } };
    },
  });
}

/** Processes one event, unless it was processed before. */
async function consumeEvent<C extends ServiceContext>(
  context: C,
  consumers: Consumers<C>,
  envelope: EventEnvelope,
): Promise<void> {
  const type = envelope.type as EventType;
  const consumer = consumers[type] as Consumers<C>[EventType] | undefined;
  const schema = findEventSchema(type);
  if (consumer === undefined || schema === null)
    throw new Error(`${context.name} does not take ${envelope.type}.`);
  const event = { ...envelope, type, data: schema.parse(envelope.data) } as ConsumedEvent<EventType>;

  const run = consumer as ((context: C, consumption: unknown) => Promise<void>) | ActingConsumer<C>;
  if (typeof run === "function") {
    await inTransaction(context.db, async (db) => {
      if (await markEventProcessed(db, context.schema, event.id)) await run(context, { db, event });
    });
    return;
  }
  const result = await run.act(context, { event });
  await inTransaction(context.db, async (db) => {
    if (await markEventProcessed(db, context.schema, event.id))
      await run.record(context, { db, event }, result);
  });
}

interface ActingConsumer<C> {
  act(context: C, consumption: unknown): Promise<unknown>;
  record(context: C, consumption: unknown, result: unknown): Promise<void>;
}

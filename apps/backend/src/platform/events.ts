import {
  type EventData,
  type EventEnvelope,
  type EventType,
  eventBatch,
  eventBatchResult,
} from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import type { ServiceContext } from "./context.ts";
import { type Route, routesOf } from "./route.ts";
import { createEventTaker } from "./take-events.ts";

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
 * What a service does with the events that it is sent. A function runs in the transaction of the mark, which other events share: its effect
 * happens once, and it asks nobody but the database. An object first runs `act`, outside of any transaction, for calls to providers and other
 * services, which must be idempotent; what it returns is stored by `record`.
 */
export type Consumers<C> = {
  readonly [T in EventType]?:
    | ((context: C, consumption: Consumption<T>) => Promise<void>)
    | {
        act(context: C, consumption: Omit<Consumption<T>, "db">): Promise<unknown>;
        record(context: C, consumption: Consumption<T>, result: unknown): Promise<void>;
      };
};

/** POST /internal/events, where worker-service delivers. One that fails is answered as such, and comes again. */
export function eventRoute<C extends ServiceContext>(context: C, consumers: Consumers<C>): Route<C> {
  const takeEvents = createEventTaker(context, consumers);
  return routesOf<C>().serviceRoute({
    method: "post",
    path: "/internal/events",
    operationId: "deliverEvents",
    summary: "Takes events of other services",
    callers: ["worker-service"],
    transaction: "none",
    body: eventBatch,
    responses: { 200: eventBatchResult },
    handler: async (_context, { body, log }) => ({
      status: 200,
      body: { results: await takeEvents(body.events, log) },
    }),
  });
}

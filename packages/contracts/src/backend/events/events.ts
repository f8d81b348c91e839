import { z } from "zod";
import type { ServiceName, ServiceSchema } from "../service-names.ts";
import { authEvents } from "./auth-events.ts";
import { billingEvents } from "./billing-events.ts";
import { creditEvents } from "./credit-events.ts";
import { customerEvents } from "./customer-events.ts";
import type { EventDefinition } from "./define-events.ts";
import { disputeEvents } from "./dispute-events.ts";
import { notificationEvents } from "./notification-events.ts";
import { workerEvents } from "./worker-events.ts";

/** The events of each service, by the schema in whose outbox they are appended. */
interface EventsBySchema {
  auth: typeof authEvents;
  customer: typeof customerEvents;
  credit: typeof creditEvents;
  dispute: typeof disputeEvents;
  billing: typeof billingEvents;
  notification: typeof notificationEvents;
  worker: typeof workerEvents;
}
/** What a service may tell: its own events and no other's. */
export type EventTypeOf<S extends ServiceSchema> = keyof EventsBySchema[S] & EventType;

/** Every event of the backend. */
export const backendEvents = {
  ...authEvents,
  ...customerEvents,
  ...creditEvents,
  ...disputeEvents,
  ...billingEvents,
  ...notificationEvents,
  ...workerEvents,
};

export type EventType = keyof typeof backendEvents & string;
export type EventData<T extends EventType> = (typeof backendEvents)[T] extends { data: z.ZodType<infer D> }
  ? D
  : never;

const definitions: Readonly<Record<string, EventDefinition>> = backendEvents;

/** The services to which an event is delivered; none for a name that is not ours. */
export function consumersOf(type: string): readonly ServiceName[] {
  return definitions[type]?.consumers ?? [];
}

/** The schema of an event's data, or null for a name that is not ours. */
export function findEventSchema(type: string): EventDefinition["data"] | null {
  return definitions[type]?.data ?? null;
}

/** An event on its way. At least once, in the order of its aggregate. */
export const eventEnvelope = z.object({
  id: z.uuid(),
  type: z.string().min(1),
  aggregate_type: z.string().min(1),
  aggregate_id: z.uuid(),
  data: z.record(z.string(), z.unknown()),
  occurred_at: z.iso.datetime(),
  request_id: z.string().nullable(),
});
export type EventEnvelope = z.infer<typeof eventEnvelope>;

/** Body of POST /internal/events. */
export const eventBatch = z.object({ events: z.array(eventEnvelope).min(1).max(200) });

/**
 * Its answer: which were taken, now or before, and which were refused, in the order of the request. One that is not named was not tried:
 * it comes again, and that counts as no attempt.
 */
export const eventBatchResult = z.object({
  results: z.array(z.object({ id: z.uuid(), ok: z.boolean(), error: z.string().optional() })),
});

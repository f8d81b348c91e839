import { eventBatch, eventBatchResult } from "@horizon/contracts/backend";
import type { ServiceContext } from "./context.ts";
import type { Consumers } from "./events.ts";
import { type Route, routesOf } from "./route.ts";
import { createEventTaker } from "./take-events.ts";

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

import type { EventType } from "@horizon/contracts/backend";
import { purgeIdempotencyKeys, purgeProcessedEvents } from "@horizon/db/backend";
import { z } from "zod";
import { buildOpenApi } from "./build-open-api.ts";
import type { ServiceContext } from "./context.ts";
import { eventRoute } from "./event-route.ts";
import type { Consumers } from "./events.ts";
import { createHttpApp, type ServiceHealth } from "./http-app.ts";
import { type Job, jobRoutes } from "./jobs.ts";
import { type Route, routesOf } from "./route.ts";
import { type RunningService, startService } from "./run-service.ts";

export interface ServiceParts<C> {
  readonly routes: readonly Route<C>[];
  readonly consumers?: Consumers<C>;
  readonly jobs?: Readonly<Record<string, Job<C>>>;
  /** What hangs of that which the service runs beside its server, so that only a new process helps. */
  readonly listStuck?: () => string[];
  /** Ends what the service runs beside its server. */
  readonly stopWork?: () => Promise<void>;
}

export interface StartedService<C> extends RunningService {
  readonly context: C;
  readonly routes: readonly Route<C>[];
  /** The events that it takes. */
  readonly consumes: readonly EventType[];
}

const dayMs = 24 * 60 * 60_000;

/** Serves a service: its routes and what all services have (health, metrics, events, jobs, their OpenAPI document). */
export async function startServiceApp<C extends ServiceContext>(
  context: C,
  { routes, consumers = {}, jobs = {}, stopWork, listStuck }: ServiceParts<C>,
): Promise<StartedService<C>> {
  const health: ServiceHealth = { draining: false, ...(listStuck ? { listStuck } : {}) };
  const all = [
    ...routes,
    documentRoute(context, routes),
    eventRoute(context, consumers),
    ...jobRoutes<C>({ ...jobs, "purge-answers-and-events": purgeJob }),
  ];
  const running = await startService({
    env: context.env,
    logger: context.logger,
    app: createHttpApp(context, all, health),
    health,
    ...(stopWork ? { stopWork } : {}),
    close: () => context.close(),
  });
  return { ...running, context, routes: all, consumes: Object.keys(consumers) as EventType[] };
}

/** Callers are promised their answers for a day; a delivery is not tried for longer than a week. */
const purgeJob: Job<ServiceContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run({ db, schema }) {
    // Real time: the rows are stamped by the database.
    const before = (days: number) => new Date(Date.now() - days * dayMs);
    const answers = await purgeIdempotencyKeys(db, schema, before(2));
    const events = await purgeProcessedEvents(db, schema, before(30));
    return { done: answers + events };
  },
};

function documentRoute<C extends ServiceContext>(context: C, routes: readonly Route<C>[]): Route<C> {
  const document = buildOpenApi(context.name, routes);
  return routesOf<C>().serviceRoute({
    method: "get",
    path: "/internal/openapi.json",
    operationId: "getOpenApi",
    summary: "The service's part of the API document",
    callers: ["api-gateway"],
    responses: { 200: z.record(z.string(), z.unknown()) },
    handler: async () => ({ status: 200, body: document }),
  });
}

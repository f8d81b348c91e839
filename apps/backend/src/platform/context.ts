import {
  type ServiceName,
  type ServiceSchema,
  type ServiceWithData,
  serviceSchemas,
} from "@horizon/contracts/backend";
import { closeDb, createDb, type Db } from "@horizon/db";
import { onCommittedEvents } from "@horizon/db/backend";
import { createLogger, type Logger } from "@horizon/logger";
import { createTokenVerifier, type VerifyToken } from "./access-token.ts";
import { type Clock, createRemoteClock, createSystemClock } from "./clock.ts";
import type { BaseEnv, DatabaseEnv } from "./env.ts";
import { createServiceMetrics, type ServiceMetrics } from "./metrics.ts";
import { type Cursors, createCursors } from "./pages.ts";
import { createServiceClients, type ServiceClients } from "./service-client.ts";

/** What every route, consumer and job of a service is given; a service adds its own. */
export interface ServiceContext {
  readonly name: ServiceName;
  readonly schema: ServiceSchema;
  readonly env: BaseEnv;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly db: Db;
  readonly verifyToken: VerifyToken;
  readonly services: ServiceClients;
  readonly metrics: ServiceMetrics;
  readonly cursors: Cursors;
  /** Ends connections and timers; after the server has closed. */
  close(): Promise<void>;
}

/** Parts that a test brings itself; all others are made from the settings. */
export type ContextOverrides = Partial<Pick<ServiceContext, "logger" | "clock" | "verifyToken" | "db">>;

/** The common part of a service's context. Connects to nothing yet, but for the business clock when one is set. */
export async function createServiceContext(
  name: ServiceWithData,
  env: BaseEnv & DatabaseEnv,
  overrides: ContextOverrides = {},
): Promise<ServiceContext> {
  const logger = overrides.logger ?? createLogger(name, { level: env.LOG_LEVEL });
  const clock =
    overrides.clock ??
    (env.BUSINESS_CLOCK_URL ? await createRemoteClock(env.BUSINESS_CLOCK_URL, logger) : createSystemClock());
  const schema = serviceSchemas[name];
  const db =
    overrides.db ??
    createDb(env.DATABASE_URL, { poolMax: env.DATABASE_POOL_MAX, applicationName: name, schema });
  const services = createServiceClients(name, env);
  const metrics = createServiceMetrics(name);
  // What the business did, as far as it is kept: sign-ups, letters mailed, invoices paid. The type without its version.
  const stopCounting = onCommittedEvents((events) => {
    if (events.schema !== schema) return;
    for (const type of events.types) metrics.count("events", { event: type.replace(/\.v\d+$/, "") });
  });
  return {
    name,
    schema,
    env,
    logger,
    clock,
    db,
    verifyToken:
      overrides.verifyToken ?? createTokenVerifier({ jwks: env.JWKS_URL, issuer: env.TOKEN_ISSUER }),
    services,
    metrics,
    cursors: createCursors(env.SERVICE_TOKEN_SECRET),
    async close() {
      clock.stop();
      stopCounting();
      await services.close();
      await closeDb(db);
    },
  };
}

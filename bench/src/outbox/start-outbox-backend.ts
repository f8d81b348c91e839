import { fileURLToPath } from "node:url";
import { backendSettings } from "@horizon/backend/testing/settings";
import { startStandingServer } from "@horizon/backend/testing/standings";
import { closeDb, createDb } from "@horizon/db";
import { createCustomer } from "@horizon/db/customer";
import { startProviders } from "@horizon/lab/providers/start";
import { startDurablePostgres } from "../durable-postgres.ts";
import { type ServerProcess, startServerProcess } from "../server-process.ts";

const measured = ["customer-service", "dispute-service", "billing-service", "worker-service"] as const;
type Measured = (typeof measured)[number];
const backendMain = fileURLToPath(import.meta.resolve("@horizon/backend/main"));
const customers = 200;

export interface OutboxBackend {
  readonly servers: Readonly<Record<Measured, ServerProcess>>;
  /** Whom events are about. */
  readonly customerIds: readonly string[];
  readonly adminUrl: string;
  readonly serviceUrl: (schema: "dispute" | "credit") => string;
  stop(): Promise<void>;
}

/** The relay and three consumers, each a process of its own, on a PostgreSQL that syncs every commit. */
export async function startOutboxBackend(): Promise<OutboxBackend> {
  const postgres = await startDurablePostgres();
  const standings = await startStandingServer();
  const settings = await backendSettings(postgres.serviceUrl, {
    LOG_LEVEL: "info",
    // As in production: answers are not checked against their schemas, and no clock is asked.
    NODE_ENV: "production",
    BUSINESS_CLOCK_URL: "",
  });
  const providers = await startProviders(settings.providers);
  const started: ServerProcess[] = [];
  async function stop(): Promise<void> {
    await Promise.all(started.map((server) => server.stop()));
    await Promise.all([providers.close(), standings.close(), postgres.stop()]);
  }
  try {
    const servers = {} as Record<Measured, ServerProcess>;
    for (const name of measured) {
      // Production refuses the keys of a test, which are customer-service's alone.
      const env = {
        ...settings.services[name],
        ...(name === "customer-service" ? { NODE_ENV: "test" } : {}),
      };
      servers[name] = await startServerProcess({ name, script: backendMain, env, logsDir: postgres.dir });
      started.push(servers[name]);
    }
    const customerIds = await addCustomers(postgres.serviceUrl("customer"));
    return { servers, customerIds, adminUrl: postgres.adminUrl, serviceUrl: postgres.serviceUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addCustomers(url: string): Promise<string[]> {
  const db = createDb(url, { poolMax: 1, schema: "customer" });
  const ids = Array.from({ length: customers }, () => crypto.randomUUID());
  for (const id of ids) {
    const userId = crypto.randomUUID();
    await createCustomer(db, { id, userId, firstName: "Ada", lastName: "Example", now: new Date() });
  }
  await closeDb(db);
  return ids;
}

import { randomUUID } from "node:crypto";
import {
  eventBatchResult,
  jobResult,
  type ServiceWithData,
  serviceSchemas,
} from "@horizon/contracts/backend";
import { createTestDatabase, type TestDatabase } from "@horizon/db/embedded";
import { createLogger, type Logger } from "@horizon/logger";
import { Client } from "pg";
import type { ContextOverrides, ServiceContext } from "../platform/context.ts";
import { signServiceToken } from "../platform/service-token.ts";
import type { StartedService } from "../platform/start-app.ts";
import { type Api, createApi } from "./api-client.ts";
import { type StandingServer, startStandingServer } from "./standing-server.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";
import { startTestTokens, type TestTokens, testIssuer } from "./test-tokens.ts";

export interface TestServiceOptions<C extends ServiceContext> {
  readonly name: ServiceWithData;
  /** Parses `env` as the service's main does and starts it. */
  readonly start: (env: Record<string, string>, overrides: ContextOverrides) => Promise<StartedService<C>>;
  /** Settings on top of those that all services have. */
  readonly env?: Readonly<Record<string, string>>;
  /** For tests that change what the databases of a server have in common. */
  readonly ownDatabaseServer?: boolean;
}

export interface TestService<C extends ServiceContext> {
  readonly url: string;
  readonly api: Api;
  readonly context: C;
  readonly clock: TestClock;
  readonly tokens: TestTokens;
  /** Stands in for customer-service. */
  readonly standings: StandingServer;
  readonly database: TestDatabase;
  /** Every line that the service logged. */
  readonly logLines: readonly string[];
  /** Delivers an event as worker-service would; `ok` is whether it was taken. */
  deliver(event: {
    type: string;
    aggregateId?: string;
    data: Record<string, unknown>;
    id?: string;
  }): Promise<{ id: string; ok: boolean; error?: string | undefined }>;
  /** Runs a job as worker-service would. */
  runJob(name: string, runKey?: string): Promise<{ done: number }>;
  /** Events in the service's outbox, oldest first. */
  listEvents(
    type?: string,
  ): Promise<{ id: string; type: string; aggregateId: string; data: Record<string, unknown> }[]>;
  /** Runs SQL as the superuser. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Starts another process of the same service on the same data. */
  startAnother(): Promise<{ service: StartedService<C>; api: Api; stop(): Promise<void> }>;
  close(): Promise<void>;
}

const secret = "service-token-secret-of-the-tests-only";

/** One real service on a real database, with the rest of the world over the wire. */
export async function startTestService<C extends ServiceContext>({
  name,
  start,
  env = {},
  ownDatabaseServer = false,
}: TestServiceOptions<C>): Promise<TestService<C>> {
  const [database, tokens, standings] = await Promise.all([
    createTestDatabase({ ownServer: ownDatabaseServer }),
    startTestTokens(),
    startStandingServer(),
  ]);
  const schema = serviceSchemas[name];
  const clock = createTestClock();
  const { logger, lines } = collectingLogger(name);
  const settings = {
    NODE_ENV: "test",
    HOST: "127.0.0.1",
    PORT: "0",
    DATABASE_URL: database.serviceUrl(schema),
    SERVICE_TOKEN_SECRET: secret,
    TOKEN_ISSUER: testIssuer,
    JWKS_URL: tokens.jwksUrl,
    CUSTOMER_URL: standings.url,
    ...env,
  };
  const startOne = () => start(settings, { clock, logger });
  const service = await startOne();
  const internal = async (method: string, path: string, body: unknown) => {
    const token = await signServiceToken(secret, { caller: "worker-service", audience: name });
    const answer = await createApi(service.url)(method, path, { token, body });
    if (answer.status !== 200)
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const sql = (text: string, values?: unknown[]) => runSql(database.adminUrl, text, values);

  return {
    url: service.url,
    api: createApi(service.url),
    context: service.context,
    clock,
    tokens,
    standings,
    database,
    logLines: lines,
    async deliver({ type, aggregateId = randomUUID(), data, id = randomUUID() }) {
      const event = {
        id,
        type,
        aggregate_type: "test",
        aggregate_id: aggregateId,
        data,
        occurred_at: clock.now().toISOString(),
        request_id: null,
      };
      const { results } = eventBatchResult.parse(
        await internal("POST", "/internal/events", { events: [event] }),
      );
      const [result] = results;
      if (result === undefined) throw new Error("no result");
      return result;
    },
    runJob: async (job, runKey = randomUUID()) =>
      jobResult.parse(await internal("POST", `/internal/jobs/${job}`, { run_key: runKey })),
    async listEvents(type) {
      const rows = await sql(
        `SELECT id, type, aggregate_id AS "aggregateId", data FROM ${schema}.outbox_event
          WHERE $1::text IS NULL OR type = $1 ORDER BY seq`,
        [type ?? null],
      );
      return rows as { id: string; type: string; aggregateId: string; data: Record<string, unknown> }[];
    },
    sql,
    async startAnother() {
      const another = await startOne();
      return { service: another, api: createApi(another.url), stop: () => another.stop() };
    },
    async close() {
      await service.stop();
      await Promise.all([tokens.close(), standings.close()]);
      await database.close();
    },
  };
}

function collectingLogger(name: string): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { logger: createLogger(name, { level: "debug", destination }), lines };
}

async function runSql(url: string, text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

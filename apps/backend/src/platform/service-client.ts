import type { ServiceName } from "@horizon/contracts/backend";
import { type Dispatcher, Pool } from "undici";
import type { z } from "zod";
import type { BaseEnv } from "./env.ts";
import type { InternalPath } from "./internal-path.ts";
import { commonProblems } from "./problems.ts";
import { signServiceToken } from "./service-token.ts";

export interface CallOptions {
  readonly requestId?: string | undefined;
  readonly body?: unknown;
  /** Over all, the wait for a free connection included. Default 3 s. */
  readonly timeoutMs?: number;
}

/** The internal routes of one other service. */
export interface ServiceClient {
  /**
   * @returns null for 404.
   * @throws ProblemError upstream.unavailable when it does not answer in time, answers 5xx, or something else than agreed.
   */
  find<T extends z.ZodType>(
    path: InternalPath,
    schema: T,
    options?: CallOptions,
  ): Promise<z.output<T> | null>;
  /** @throws ProblemError upstream.unavailable, also for any 4xx: internal calls are right or a defect. */
  post<T extends z.ZodType>(path: InternalPath, schema: T, options?: CallOptions): Promise<z.output<T>>;
}

export type ServiceClients = Readonly<
  Record<Exclude<ServiceName, "api-gateway" | "worker-service">, ServiceClient>
> & {
  close(): Promise<void>;
};

const defaultTimeoutMs = 3_000;
const tokenReuseMs = 60_000;

/** Clients of all services, each with a small pool that connects when it is first used. */
export function createServiceClients(caller: ServiceName, env: BaseEnv): ServiceClients {
  const pools: Pool[] = [];
  const client = (audience: ServiceName, url: string) => {
    const pool = new Pool(url, {
      connections: 8,
      pipelining: 1,
      connect: { timeout: 1_000 },
      keepAliveTimeout: 30_000,
    });
    pools.push(pool);
    return createServiceClient(pool, tokenSource(env.SERVICE_TOKEN_SECRET, caller, audience), audience);
  };
  return {
    "auth-service": client("auth-service", env.AUTH_URL),
    "customer-service": client("customer-service", env.CUSTOMER_URL),
    "credit-service": client("credit-service", env.CREDIT_URL),
    "dispute-service": client("dispute-service", env.DISPUTE_URL),
    "billing-service": client("billing-service", env.BILLING_URL),
    "notification-service": client("notification-service", env.NOTIFICATION_URL),
    close: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
}

function tokenSource(secret: string, caller: ServiceName, audience: ServiceName): () => Promise<string> {
  let current: { token: Promise<string>; madeAtMs: number } | undefined;
  return () => {
    if (!current || Date.now() - current.madeAtMs > tokenReuseMs) {
      current = { token: signServiceToken(secret, { caller, audience }), madeAtMs: Date.now() };
    }
    return current.token;
  };
}

function createServiceClient(pool: Pool, token: () => Promise<string>, audience: ServiceName): ServiceClient {
  async function call(
    method: "GET" | "POST",
    path: InternalPath,
    { requestId, body, timeoutMs = defaultTimeoutMs }: CallOptions,
  ): Promise<Dispatcher.ResponseData> {
    return pool.request({
      method,
      path,
      headers: {
        authorization: `Bearer ${await token()}`,
        accept: "application/json",
        ...(requestId ? { "x-request-id": requestId } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }
  async function read<T extends z.ZodType>(
    method: "GET" | "POST",
    path: InternalPath,
    schema: T,
    options: CallOptions,
  ): Promise<z.output<T> | null> {
    try {
      const { statusCode, body } = await call(method, path, options);
      if (statusCode === 404 && method === "GET") {
        await body.dump();
        return null;
      }
      if (statusCode >= 300)
        throw new Error(`${audience} answered ${statusCode}: ${(await body.text()).slice(0, 300)}`);
      return schema.parse(await body.json());
    } catch (cause) {
      throw commonProblems.problem("upstream.unavailable", { cause, headers: { "retry-after": "1" } });
    }
  }
  return {
    find: (path, schema, options = {}) => read("GET", path, schema, options),
    post: async (path, schema, options = {}) =>
      (await read("POST", path, schema, options)) as z.output<typeof schema>,
  };
}

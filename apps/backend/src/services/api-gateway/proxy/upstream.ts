import { setTimeout as delay } from "node:timers/promises";
import type { ServiceWithData } from "@horizon/contracts/backend";
import CircuitBreaker from "opossum";
import { type Dispatcher, Pool } from "undici";
import { commonProblems, type ProblemError } from "../../../platform/problems.ts";

export interface UpstreamOptions {
  readonly service: ServiceWithData;
  readonly url: string;
  readonly concurrency: number;
  readonly resetMs: number;
}

export interface Exchange<T> {
  readonly attempt: () => Promise<T>;
  /** Both are asked when an attempt failed. */
  readonly mayRetry: () => boolean;
  /** What the client did to make it fail, or null. The service is not held to have failed then: others go on using it. */
  readonly findClientFault: () => ProblemError | null;
}

export interface Upstream {
  readonly service: ServiceWithData;
  readonly pool: Pool;
  /**
   * Runs one exchange, unless the service failed too often of late or has too much at work.
   *
   * @throws ProblemError the client's fault, or upstream.unavailable.
   */
  exchange<T>(exchange: Exchange<T>): Promise<T>;
  /** As the breaker has it. */
  state(): "available" | "recovering" | "unavailable";
  close(): Promise<void>;
}

const retryAfterMs = 50;

/** A pool, a bulkhead and a breaker for each service, so that one that is down or slow takes nobody along. */
export function createUpstream({ service, url, concurrency, resetMs }: UpstreamOptions): Upstream {
  // Shorter than the services' keep-alive of 65 s: a connection is never used in the moment in which it is closed.
  const pool = new Pool(url, {
    connections: concurrency,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 60_000,
    connect: { timeout: 1_000 },
  });
  const breaker = new CircuitBreaker(({ attempt }: Exchange<unknown>) => attempt(), {
    name: service,
    timeout: false,
    capacity: concurrency,
    errorThresholdPercentage: 50,
    volumeThreshold: 10,
    resetTimeout: resetMs,
    rollingCountTimeout: 10_000,
    rollingPercentilesEnabled: false,
    errorFilter: (_error: unknown, exchange?: Exchange<unknown>) => exchange?.findClientFault() != null,
  });

  return {
    service,
    pool,
    async exchange<T>(exchange: Exchange<T>): Promise<T> {
      const once = async () => (await breaker.fire(exchange)) as T;
      const toProblem = (error: unknown) =>
        exchange.findClientFault() ?? toUpstreamProblem(service, error, resetMs);
      try {
        return await once();
      } catch (error) {
        if (breaker.opened || !exchange.mayRetry()) throw toProblem(error);
      }
      await delay(retryAfterMs);
      try {
        return await once();
      } catch (error) {
        throw toProblem(error);
      }
    },
    state: () => (breaker.opened ? "unavailable" : breaker.halfOpen ? "recovering" : "available"),
    async close() {
      breaker.shutdown();
      await pool.destroy();
    },
  };
}

function toUpstreamProblem(service: string, cause: unknown, resetMs: number): ProblemError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const isOpen = code === "EOPENBREAKER";
  const seconds = isOpen ? Math.ceil(resetMs / 1_000) : 1;
  return commonProblems.problem("upstream.unavailable", {
    cause: new Error(`${service}: ${code || "failed"}`, { cause }),
    headers: { "retry-after": `${seconds}` },
  });
}

/** How long the answer may take to begin and between two parts of it. */
export function replyTimeouts(
  ms: number,
): Pick<Dispatcher.DispatchOptions, "headersTimeout" | "bodyTimeout"> {
  return { headersTimeout: ms, bodyTimeout: ms };
}

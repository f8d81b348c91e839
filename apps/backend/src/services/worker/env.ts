import { z } from "zod";
import { baseEnv, databaseEnv, parseEnv } from "../../platform/env.ts";

const workerEnv = {
  ...baseEnv,
  ...databaseEnv,
  /**
   * Where it listens for what is appended to outboxes: past a pooler, whose connections forget a LISTEN. The same as
   * DATABASE_URL when left out.
   */
  LISTEN_DATABASE_URL: databaseEnv.DATABASE_URL.optional(),
  /** Each look into an outbox and each batch that comes back holds a connection for a moment. */
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(100).default(8),
  /** How long a relayed batch may take: consumers call providers in it. */
  RELAY_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(300_000).default(30_000),
  /** Poll of outboxes and schedules; notifications make the former faster. */
  POLL_MS: z.coerce.number().int().min(10).max(60_000).default(1_000),
  JOB_TIMEOUT_MS: z.coerce.number().int().min(1_000).default(120_000),
  /**
   * After how long without the end of a look into an outbox, of a renewal of leases, or of a job beyond its own limit the process says that
   * it must be replaced. What waits for the database or for a service ends sooner.
   */
  STUCK_AFTER_MS: z.coerce.number().int().min(1_000).default(300_000),
} as const;

export type WorkerEnv = ReturnType<typeof parseWorkerEnv>;

export function parseWorkerEnv(source?: Readonly<Record<string, string | undefined>>) {
  return parseEnv(workerEnv, source);
}

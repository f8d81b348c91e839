import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "undici";

export interface Shot {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface LoadFigures {
  readonly latenciesMs: number[];
  /** How often each status came; 0 is no answer. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly perSecond: number;
}

interface LoadOptions {
  readonly baseUrl: string;
  readonly shot: (index: number) => Shot;
  readonly durationMs: number;
}

/**
 * Sends at a fixed rate, whether or not earlier requests were answered, and times each from the moment in which it was due:
 * a server that stalls is charged with all that should have been sent meanwhile.
 */
export async function openLoop(options: LoadOptions & { perSecond: number }): Promise<LoadFigures> {
  const pool = new Pool(options.baseUrl, { connections: 1_000, pipelining: 1 });
  const record = recorder();
  const startedAtMs = performance.now();
  const total = Math.floor((options.perSecond * options.durationMs) / 1000);
  const pending: Promise<void>[] = [];
  while (pending.length < total) {
    const due = Math.floor(((performance.now() - startedAtMs) * options.perSecond) / 1000);
    for (; pending.length < Math.min(due, total); ) {
      const dueAtMs = startedAtMs + ((pending.length + 1) * 1000) / options.perSecond;
      pending.push(record.send(pool, options.shot(pending.length), dueAtMs));
    }
    await delay(1);
  }
  await Promise.all(pending);
  await pool.close();
  return record.figures(performance.now() - startedAtMs);
}

/** As many as the server takes, `connections` at a time. */
export async function closedLoop(options: LoadOptions & { connections: number }): Promise<LoadFigures> {
  const pool = new Pool(options.baseUrl, { connections: options.connections, pipelining: 1 });
  const record = recorder();
  const startedAtMs = performance.now();
  let sent = 0;
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      while (performance.now() - startedAtMs < options.durationMs) {
        sent += 1;
        await record.send(pool, options.shot(sent), performance.now());
      }
    }),
  );
  await pool.close();
  return record.figures(performance.now() - startedAtMs);
}

function recorder() {
  const latenciesMs: number[] = [];
  const statuses = new Map<number, number>();
  return {
    async send(pool: Pool, { method = "GET", path, headers, body }: Shot, dueAtMs: number): Promise<void> {
      const status = await pool
        .request({ method, path, headers: headers ?? {}, body: body ?? null })
        .then(async (answer) => {
          await answer.body.dump({ limit: 10_000_000 });
          return answer.statusCode;
        })
        .catch(() => 0);
      latenciesMs.push(performance.now() - dueAtMs);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    },
    figures: (tookMs: number): LoadFigures => ({
      latenciesMs,
      statuses,
      perSecond: (latenciesMs.length * 1000) / tookMs,
    }),
  };
}

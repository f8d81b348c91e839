import { sampleProcess } from "../live/process-sample.ts";
import { percentile } from "../percentile.ts";
import { closedLoop, openLoop, type Shot } from "./load.ts";
import type { BenchBackend } from "./start-bench-backend.ts";

const perSecond = 500;
const roundMs = 3_000;
const callers = 100;

interface Hop {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** Added by a hop at 500 requests/s, the better of two rounds each, and what a core of it carries. */
export async function measureHops({ servers, tokens }: BenchBackend): Promise<string[][]> {
  const bearers = await Promise.all(
    Array.from({ length: callers }, () => tokens.customer(crypto.randomUUID())),
  );
  const shot = (index: number): Shot => ({
    path: "/v1/customers/me",
    headers: { authorization: `Bearer ${bearers[index % callers]}` },
  });
  const targets = { direct: servers.upstream, gateway: servers["api-gateway"], peer: servers.peer };
  const rounds: Record<keyof typeof targets, Hop[]> = { direct: [], gateway: [], peer: [] };
  const names = Object.keys(targets) as (keyof typeof targets)[];
  for (const name of names)
    await closedLoop({ baseUrl: targets[name].url, shot, durationMs: 1_500, connections: 32 });
  for (let round = 0; round < 2; round += 1) {
    for (const name of names) {
      const figures = await openLoop({ baseUrl: targets[name].url, shot, durationMs: roundMs, perSecond });
      rounds[name].push({
        p50Ms: percentile(figures.latenciesMs, 0.5),
        p99Ms: percentile(figures.latenciesMs, 0.99),
        errors: figures.latenciesMs.length - (figures.statuses.get(200) ?? 0),
      });
    }
  }
  const best = (name: keyof typeof targets): Hop => ({
    p50Ms: Math.min(...rounds[name].map(({ p50Ms }) => p50Ms)),
    p99Ms: Math.min(...rounds[name].map(({ p99Ms }) => p99Ms)),
    errors: rounds[name].reduce((sum, { errors }) => sum + errors, 0),
  });
  const direct = best("direct");
  const rows: string[][] = [];
  for (const name of names) {
    const hop = best(name);
    const before = sampleProcess(targets[name].pid);
    const load = await closedLoop({ baseUrl: targets[name].url, shot, durationMs: 2_000, connections: 32 });
    const cpuSeconds = sampleProcess(targets[name].pid).cpuSeconds - before.cpuSeconds;
    rows.push([
      name,
      hop.p50Ms.toFixed(2),
      hop.p99Ms.toFixed(2),
      (hop.p50Ms - direct.p50Ms).toFixed(2),
      (hop.p99Ms - direct.p99Ms).toFixed(2),
      `${hop.errors}`,
      (load.latenciesMs.length / cpuSeconds).toFixed(0),
      load.perSecond.toFixed(0),
    ]);
  }
  return rows;
}

export const hopHead = [
  "500 requests/s",
  "p50 ms",
  "p99 ms",
  "added p50 ms",
  "added p99 ms",
  "errors",
  "requests per core second",
  "requests/s, 32 at a time",
];

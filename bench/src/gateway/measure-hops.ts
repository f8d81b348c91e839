import { sampleProcess } from "../live/process-sample.ts";
import { median, percentile } from "../percentile.ts";
import { closedLoop, type LoadFigures, openLoop, type Shot } from "./load.ts";
import type { BenchBackend } from "./start-bench-backend.ts";

const perSecond = 500;
const rounds = 10;
const roundMs = 1_500;
const callers = 100;
const names = ["direct", "gateway", "peer"] as const;
type Name = (typeof names)[number];

interface Hop {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/**
 * What a hop adds at 500 requests/s, and what a core of it carries. In each round all three are called one after the other, forwards
 * and backwards in turn; differences and ratios are those of a round, and the median of the rounds is told, so that what else the
 * machine does falls out.
 */
export async function measureHops({ servers, tokens }: BenchBackend): Promise<string[][]> {
  const bearers = await Promise.all(
    Array.from({ length: callers }, () => tokens.customer(crypto.randomUUID())),
  );
  const shot = (index: number): Shot => ({
    path: "/v1/customers/me",
    headers: { authorization: `Bearer ${bearers[index % callers]}` },
  });
  const targets = { direct: servers.upstream, gateway: servers["api-gateway"], peer: servers.peer };
  const load = (name: Name, durationMs: number) =>
    closedLoop({ baseUrl: targets[name].url, shot, durationMs, connections: 32 });
  for (const name of names) await load(name, 1_500);

  const hops: Record<Name, Hop>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const hop = {} as Record<Name, Hop>;
    for (const name of round % 2 === 0 ? names : names.toReversed())
      hop[name] = toHop(await openLoop({ baseUrl: targets[name].url, shot, durationMs: roundMs, perSecond }));
    hops.push(hop);
  }
  const rows: string[][] = [];
  for (const name of names) {
    const of = (figure: (hop: Record<Name, Hop>) => number) => median(hops.map(figure));
    const before = sampleProcess(targets[name].pid);
    const figures = await load(name, 2_000);
    const cpuSeconds = sampleProcess(targets[name].pid).cpuSeconds - before.cpuSeconds;
    rows.push([
      name,
      of((hop) => hop[name].p50Ms).toFixed(2),
      of((hop) => hop[name].p99Ms).toFixed(2),
      of((hop) => hop[name].p50Ms - hop.direct.p50Ms).toFixed(2),
      of((hop) => hop[name].p99Ms - hop.direct.p99Ms).toFixed(2),
      of((hop) => hop[name].p50Ms / hop.peer.p50Ms).toFixed(2),
      of((hop) => hop[name].p99Ms / hop.peer.p99Ms).toFixed(2),
      `${hops.reduce((sum, hop) => sum + hop[name].errors, 0)}`,
      (figures.latenciesMs.length / cpuSeconds).toFixed(0),
      figures.perSecond.toFixed(0),
    ]);
  }
  return rows;
}

function toHop({ latenciesMs, statuses }: LoadFigures): Hop {
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    errors: latenciesMs.length - (statuses.get(200) ?? 0),
  };
}

export const hopHead = [
  "500 requests/s",
  "p50 ms",
  "p99 ms",
  "added p50 ms",
  "added p99 ms",
  "p50 to the peer's",
  "p99 to the peer's",
  "errors",
  "requests per core second",
  "requests/s, 32 at a time",
];

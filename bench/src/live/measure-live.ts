import { setTimeout as delay } from "node:timers/promises";
import { percentile } from "../percentile.ts";
import type { LabCluster } from "./lab-cluster.ts";
import type { LabControl } from "./lab-control.ts";
import { readLoopDelay } from "./loop-delay.ts";
import { moveProbe, probeCount } from "./probe-deployments.ts";
import { sampleProcess } from "./process-sample.ts";
import { readProbe } from "./read-probe.ts";
import { type SseSubscriber, subscribe } from "./sse-subscriber.ts";

export interface LiveTarget {
  baseUrl: string;
  cookie: string;
  cluster: LabCluster;
  control: LabControl;
  apiPid: number;
  stallSocket: string;
  changesPerSecond: number;
}

export interface LiveFigures {
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  /** Probes whose last version some subscriber never saw. */
  lost: number;
  cpuPercent: number;
  rssMib: number;
  watches: number;
  kilobytesPerMinute: number;
  loopDelayP99Ms: number;
  loopDelayMaxMs: number;
  /** The longest that the loop was kept busy by CPU time of its own, which other work on the machine changes little. */
  ownStallMaxMs: number;
}

let sequence = 0;

/**
 * Moves probes at the given rate and times each change from the API server's answer to every subscriber, for as long as
 * said and until `meanwhile` is done.
 */
export async function measureLive(
  target: LiveTarget,
  options: { subscribers: number; durationMs: number; meanwhile?: () => Promise<void> },
): Promise<LiveFigures> {
  const sentAtMs = new Map<number, number>();
  const latenciesMs: number[] = [];
  const latest = Array.from({ length: options.subscribers }, () => new Map<number, number>());
  const subscribers = await openSubscribers(target, options.subscribers, (index, data, receivedAtMs) => {
    // A patch has no name: the version says which probe it is.
    for (const [, version] of data.matchAll(/"version":"t(\d+)"/g)) {
      const moved = Number(version);
      const sent = sentAtMs.get(moved);
      if (sent !== undefined) latenciesMs.push(receivedAtMs - sent);
      latest[index]?.set(moved % probeCount, moved);
    }
  });
  const bytesBefore = subscribers.reduce((sum, subscriber) => sum + subscriber.bytes, 0);
  await readLoopDelay(target.baseUrl);
  await readProbe(target.stallSocket);
  const before = sampleProcess(target.apiPid);
  let busy = true;
  const meanwhile = (options.meanwhile?.() ?? Promise.resolve()).finally(() => {
    busy = false;
  });
  const startedAtMs = performance.now();
  const goesOn = () => busy || performance.now() - startedAtMs < options.durationMs;
  const expected = await moveProbes(target, goesOn, sentAtMs);
  await meanwhile;
  const after = sampleProcess(target.apiPid);
  await delay(2000);
  const watches = await target.control.openWatches("production");
  const loopDelay = await readLoopDelay(target.baseUrl);
  const ownStallMaxMs = await readProbe(target.stallSocket);
  for (const subscriber of subscribers) subscriber.disconnect();
  const bytes = subscribers.reduce((sum, subscriber) => sum + subscriber.bytes, 0) - bytesBefore;
  const elapsedMs = after.atMs - before.atMs;
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
    lost: latest.reduce(
      (sum, seen) => sum + [...expected].filter(([probe, moved]) => seen.get(probe) !== moved).length,
      0,
    ),
    cpuPercent: ((after.cpuSeconds - before.cpuSeconds) / (elapsedMs / 1000)) * 100,
    rssMib: after.rssMib,
    watches,
    kilobytesPerMinute: bytes / 1000 / options.subscribers / (elapsedMs / 60_000),
    loopDelayP99Ms: loopDelay.p99Ms,
    loopDelayMaxMs: loopDelay.maxMs,
    ownStallMaxMs,
  };
}

/** The last version of each probe that was moved. */
async function moveProbes(
  target: LiveTarget,
  goesOn: () => boolean,
  sentAtMs: Map<number, number>,
): Promise<Map<number, number>> {
  const expected = new Map<number, number>();
  const startedAtMs = performance.now();
  const pending: Promise<void>[] = [];
  for (let moves = 0; goesOn(); moves++) {
    sequence += 1;
    const current = sequence;
    sentAtMs.set(current, performance.now());
    expected.set(current % probeCount, current);
    pending.push(moveProbe(target.cluster, current));
    const nextAtMs = startedAtMs + ((moves + 1) * 1000) / target.changesPerSecond;
    await delay(Math.max(0, nextAtMs - performance.now()));
  }
  await Promise.all(pending);
  return expected;
}

async function openSubscribers(
  target: LiveTarget,
  count: number,
  onData: (index: number, data: string, receivedAtMs: number) => void,
): Promise<SseSubscriber[]> {
  const opened: SseSubscriber[] = [];
  for (let index = 0; index < count; index++) {
    await new Promise<void>((open) => {
      opened.push(
        subscribe({
          baseUrl: target.baseUrl,
          cookie: target.cookie,
          topics: ["workloads:production"],
          onOpen: open,
          onData: (data, receivedAtMs) => onData(index, data, receivedAtMs),
        }),
      );
    });
  }
  return opened;
}

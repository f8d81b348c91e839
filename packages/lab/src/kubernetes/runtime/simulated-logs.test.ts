import { expect, test } from "vitest";
import type { LogLine, LogReadOptions } from "../api/log-source.ts";
import { createSimulatedCluster, type SimulatedCluster } from "../controllers/simulated-cluster.ts";
import { lineText } from "./log-lines.ts";
import { createSimulatedLogs } from "./simulated-logs.ts";

function running(): {
  cluster: SimulatedCluster;
  read: (options?: Partial<LogReadOptions> & { previous?: boolean }) => AsyncIterator<LogLine>;
} {
  const cluster = createSimulatedCluster();
  cluster.applyDeployment("api-gateway", { image: "registry.lab/horizon-api-gateway:2.1.0", replicas: 1 });
  cluster.clock.advance(60_000);
  const logs = createSimulatedLogs(cluster);
  const pod = cluster.pods("api-gateway")[0]?.metadata.name ?? "";
  return {
    cluster,
    read: ({ previous = false, ...options } = {}) =>
      logs
        .read({ namespace: "test", pod, container: "api-gateway", previous }, { follow: false, ...options })
        [Symbol.asyncIterator](),
  };
}

async function collect(iterator: AsyncIterator<LogLine>): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for (let step = await iterator.next(); !step.done; step = await iterator.next()) lines.push(step.value);
  return lines;
}

test("lines are JSON in order of time, the same for every reader, and begin with the start", async () => {
  const { read } = running();
  const lines = await collect(read());
  expect(lines.length).toBeGreaterThan(100);
  expect(JSON.parse(lines[0]?.text ?? "")).toMatchObject({ message: "listening", version: "2.1.0" });
  expect(lines.map(({ timeMs }) => timeMs)).toEqual(lines.map(({ timeMs }) => timeMs).sort((a, b) => a - b));
  expect(Object.keys(JSON.parse(lines[5]?.text ?? ""))).toEqual(
    expect.arrayContaining(["level", "time", "message", "route", "status", "durationMs", "traceId"]),
  );
  expect(await collect(read())).toEqual(lines);
});

test("whoever follows a crashing container over its runs reads what each said last, in order of time", async () => {
  const { cluster } = running();
  const crash = { afterMs: 2_300, exitCode: 1, reason: "Error" as const };
  cluster.rules.set("crash", { imageTag: "2.3.0", behaviour: { crash, logLinesPerSecond: 2 } });
  cluster.applyDeployment("fragile", { image: "registry.lab/horizon-fragile:2.3.0", replicas: 1 });
  cluster.clock.advance(2_000);
  const pod = cluster.pods("fragile")[0]?.metadata.name ?? "";
  const reference = { namespace: "test", pod, container: "fragile", previous: false };
  const logs = createSimulatedLogs(cluster);
  const read: LogLine[] = [];
  let isFollowing = false;
  // As a reader does that comes back whenever the log ends, from where it was.
  async function follow(): Promise<void> {
    isFollowing = true;
    const sinceMs = (read.at(-1)?.timeMs ?? 0) + 1;
    for await (const line of logs.read(reference, { follow: true, sinceMs })) {
      if (line.timeMs >= sinceMs) read.push(line);
    }
  }
  for (let elapsedMs = 0; elapsedMs < 60_000; elapsedMs += 100) {
    if (!isFollowing) {
      void follow()
        .catch(() => undefined)
        .finally(() => {
          isFollowing = false;
        });
    }
    cluster.clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const lastWords = read.filter(({ text }) => JSON.parse(text).message.startsWith("unhandled error"));
  // It waits for its fifth run.
  expect(cluster.pods("fragile")[0]?.status?.containerStatuses?.[0]?.restartCount).toBe(3);
  expect(lastWords).toHaveLength(4);
});

test("a release that floods writes as much as its rule says, and keeps what a kubelet would", async () => {
  const { cluster, read } = running();
  cluster.rules.set("flood", { imageTag: "2.2.0", behaviour: { logLinesPerSecond: 3_000 } });
  cluster.applyDeployment("flood", { image: "registry.lab/horizon-flood:2.2.0", replicas: 1 });
  cluster.clock.advance(60_000);
  expect((await collect(read())).length).toBeLessThan(1_000);
  const pod = cluster.pods("flood")[0]?.metadata.name ?? "";
  const logs = createSimulatedLogs(cluster);
  const reference = { namespace: "test", pod, container: "flood", previous: false };
  const lines = await collect(logs.read(reference, { follow: false })[Symbol.asyncIterator]());
  expect(lines).toHaveLength(5_000);
  expect((lines.at(-1)?.timeMs ?? 0) - (lines[0]?.timeMs ?? 0)).toBeLessThan(2_000);
});

test("tail and since take the end", async () => {
  const { cluster, read } = running();
  const all = await collect(read());
  expect(await collect(read({ tailLines: 5 }))).toEqual(all.slice(-5));
  const sinceMs = cluster.clock.now() - 10_000;
  expect(await collect(read({ sinceMs }))).toEqual(all.filter(({ timeMs }) => timeMs >= sinceMs));
});

test("a follow goes on with the clock and ends when the pod does", async () => {
  const { cluster, read } = running();
  const follow = read({ follow: true, tailLines: 0 });
  const first = follow.next();
  cluster.clock.advance(2_000);
  expect((await first).done).toBe(false);
  cluster.applyDeployment("api-gateway", { replicas: 0 });
  cluster.clock.advance(30_000);
  const rest = await collect(follow);
  expect(rest.length).toBeLessThan(150);
});

test("a reader who goes away leaves no timer behind", async () => {
  const { read } = running();
  const follow = read({ follow: true, tailLines: 0 });
  const waiting = follow.next();
  await follow.return?.();
  expect((await waiting).done).toBe(true);
});

test("previous is the crashed instance with its last words, and refused where there is none", async () => {
  const { cluster, read } = running();
  await expect(read({ previous: true }).next()).rejects.toMatchObject({ code: 400 });
  cluster.rules.set("crash", { behaviour: { crash: { afterMs: 3_000, exitCode: 1, reason: "Error" } } });
  cluster.clock.advance(10_000);
  const lines = await collect(read({ previous: true }));
  expect(JSON.parse(lines.at(-1)?.text ?? "")).toMatchObject({ level: "fatal" });
});

test("a pooler writes plain text", () => {
  const source = { app: "x", version: "1", pod: "p", container: "pgbouncer", startedMs: 0, behaviour: {} };
  expect(lineText(source, 3)).toMatch(/^1970-01-01 00:01:\d\d\.\d{3} UTC \[1\] LOG stats: /);
});

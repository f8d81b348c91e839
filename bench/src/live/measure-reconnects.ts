import { setTimeout as delay } from "node:timers/promises";
import type { LiveTarget } from "./measure-live.ts";
import { moveProbe } from "./probe-deployments.ts";
import { type SseSubscriber, subscribe } from "./sse-subscriber.ts";

interface Row {
  key: string;
  name: string;
  version: string;
}

/**
 * Cuts a subscriber's connection over and over while probes move, resuming by its last event id, and compares what it holds
 * in the end with a fresh snapshot.
 */
export async function measureReconnects(target: LiveTarget, disconnects: number): Promise<string> {
  const tabs = Array.from({ length: 20 }, () => openTab(target));
  let moved = 2_000_000;
  for (let cut = 0; cut < disconnects; cut++) {
    const tab = tabs[cut % tabs.length];
    await moveProbe(target.cluster, moved++);
    tab?.cut();
    if (cut % 10 === 0) await delay(20);
  }
  await delay(4000);
  const truth = await fetchSnapshot(target);
  const different = tabs.filter((tab) => !tab.equals(truth)).length;
  const resets = tabs.reduce((sum, tab) => sum + tab.resets(), 0);
  for (const tab of tabs) tab.close();
  return `${disconnects} forced disconnects over ${tabs.length} tabs: ${different} tabs differ from a fresh snapshot, ${resets} resets.`;
}

function openTab(target: LiveTarget) {
  const rows = new Map<string, Row>();
  let lastEventId: string | null = null;
  let resets = 0;
  let closed = false;
  let current: SseSubscriber;
  const connect = () => {
    current = subscribe({
      baseUrl: target.baseUrl,
      cookie: target.cookie,
      topics: ["workloads:production"],
      lastEventId,
      onData: (data) => {
        const message = JSON.parse(data) as { type?: string; rows?: Row[]; removed?: string[] };
        if (message.type === "reset") {
          resets += 1;
          rows.clear();
          void fetchSnapshot(target).then((snapshot) => {
            for (const [key, row] of snapshot) if (!rows.has(key)) rows.set(key, row);
          });
        }
        for (const row of message.rows ?? []) rows.set(row.key, row);
        for (const key of message.removed ?? []) rows.delete(key);
      },
      onClose: () => {
        lastEventId = current.lastEventId ?? lastEventId;
        if (!closed) setTimeout(connect, 50);
      },
    });
  };
  void fetchSnapshot(target).then((snapshot) => {
    for (const [key, row] of snapshot) if (!rows.has(key)) rows.set(key, row);
  });
  connect();
  return {
    cut: () => current.disconnect(),
    close: () => {
      closed = true;
      current.disconnect();
    },
    resets: () => resets,
    equals: (truth: Map<string, Row>) =>
      truth.size === rows.size && [...truth].every(([key, row]) => rows.get(key)?.version === row.version),
  };
}

async function fetchSnapshot(target: LiveTarget): Promise<Map<string, Row>> {
  const input = encodeURIComponent(JSON.stringify({ environment: "production" }));
  const response = await fetch(`${target.baseUrl}/api/trpc/deployments.list?input=${input}`, {
    headers: { cookie: target.cookie },
  });
  const body = (await response.json()) as { result: { data: { rows: Row[] } } };
  return new Map(body.result.data.rows.map((row) => [row.key, row]));
}

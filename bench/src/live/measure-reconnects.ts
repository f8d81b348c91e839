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
  const sum = (read: (tab: (typeof tabs)[number]) => number) =>
    tabs.reduce((total, tab) => total + read(tab), 0);
  // A tab that is between two connections cannot be cut: what counts is what was cut.
  for (let turn = 0; sum((tab) => tab.reconnects()) < disconnects; turn++) {
    const tab = tabs[turn % tabs.length];
    await moveProbe(target.cluster, moved++);
    tab?.cut();
    if (turn % 10 === 0) await delay(20);
  }
  await delay(4000);
  const truth = await fetchSnapshot(target);
  const different = tabs.filter((tab) => !tab.equals(truth)).length;
  const cuts = sum((tab) => tab.reconnects());
  const resets = sum((tab) => tab.resets());
  for (const tab of tabs) tab.close();
  return `${cuts} forced disconnects over ${tabs.length} tabs: ${different} tabs differ from a fresh snapshot, ${resets} resets.`;
}

function openTab(target: LiveTarget) {
  const rows = new Map<string, Row>();
  let lastEventId: string | null = null;
  let resets = 0;
  let reconnects = 0;
  let isLoaded = false;
  let closed = false;
  let current: SseSubscriber;
  const connect = () => {
    current = subscribe({
      baseUrl: target.baseUrl,
      cookie: target.cookie,
      topics: ["workloads:production"],
      lastEventId,
      onData: (data) => {
        const message = JSON.parse(data) as {
          type?: string;
          rows?: Row[];
          patches?: (Partial<Row> & Pick<Row, "key">)[];
          removed?: string[];
        };
        if (message.type === "reset") {
          resets += 1;
          rows.clear();
          isLoaded = false;
        }
        // Asked for once the stream stands, so that no change falls between the two.
        if (message.type === "synced" && !isLoaded) {
          isLoaded = true;
          void fetchSnapshot(target).then((snapshot) => {
            for (const [key, row] of snapshot) rows.set(key, { ...row, ...rows.get(key) });
          });
        }
        for (const row of message.rows ?? []) rows.set(row.key, row);
        // What changed of a row that the snapshot has yet to bring waits for it.
        for (const patch of message.patches ?? [])
          rows.set(patch.key, { ...rows.get(patch.key), ...patch } as Row);
        for (const key of message.removed ?? []) rows.delete(key);
      },
      onClose: () => {
        lastEventId = current.lastEventId ?? lastEventId;
        if (closed) return;
        reconnects += 1;
        setTimeout(connect, 50);
      },
    });
  };
  connect();
  return {
    cut: () => current.disconnect(),
    close: () => {
      closed = true;
      current.disconnect();
    },
    resets: () => resets,
    reconnects: () => reconnects,
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

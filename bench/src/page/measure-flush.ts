import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";

export interface FlushFigures {
  flushes: number;
  rowsPerFlush: number;
  /** CPU time of the main thread per flush: all of it, and what scripts and styles with layout take of it. */
  mainThreadMs: number;
  scriptMs: number;
  layoutMs: number;
}

/** Main-thread time over the live messages that a page received. CPU time, as the machine has other work as well. */
export async function measureFlush(
  context: BrowserContext,
  url: string,
  durationMs: number,
): Promise<FlushFigures> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await session.send("Network.enable");
  await page.goto(url, { waitUntil: "load" });
  await delay(3000);
  let flushes = 0;
  let rows = 0;
  session.on("Network.eventSourceMessageReceived", ({ data }) => {
    const message = JSON.parse(data || "{}") as { type?: string; rows?: unknown[] };
    if (message.type !== "rows") return;
    flushes += 1;
    rows += message.rows?.length ?? 0;
  });
  const spentMs = async (...names: string[]) => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.reduce((sum, { name, value }) => sum + (names.includes(name) ? value * 1000 : 0), 0);
  };
  const read = async () => ({
    all: await spentMs("TaskDuration"),
    script: await spentMs("ScriptDuration"),
    layout: await spentMs("LayoutDuration", "RecalcStyleDuration"),
  });
  const before = await read();
  await delay(durationMs);
  const after = await read();
  await page.close();
  const perFlush = (part: keyof typeof before) => (after[part] - before[part]) / Math.max(1, flushes);
  return {
    flushes,
    rowsPerFlush: rows / Math.max(1, flushes),
    mainThreadMs: perFlush("all"),
    scriptMs: perFlush("script"),
    layoutMs: perFlush("layout"),
  };
}

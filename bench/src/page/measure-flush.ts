import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";

export interface FlushFigures {
  flushes: number;
  rowsPerFlush: number;
  mainThreadMsPerFlush: number;
}

/** Main-thread time (tasks, all kinds) over the live messages that a page received. */
export async function measureFlush(
  context: BrowserContext,
  url: string,
  durationMs: number,
): Promise<FlushFigures> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
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
  const taskSeconds = async () =>
    (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")
      ?.value ?? 0;
  const before = await taskSeconds();
  await delay(durationMs);
  const spentMs = ((await taskSeconds()) - before) * 1000;
  await page.close();
  return {
    flushes,
    rowsPerFlush: rows / Math.max(1, flushes),
    mainThreadMsPerFlush: spentMs / Math.max(1, flushes),
  };
}

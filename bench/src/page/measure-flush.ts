import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";

export interface FlushFigures {
  flushes: number;
  rowsPerFlush: number;
  /** CPU time of the main thread per flush, above what the page takes when nothing changes. */
  mainThreadMs: number;
  /** What scripts, and styles with layout, take of it. */
  scriptMs: number;
  layoutMs: number;
}

/**
 * Main-thread time over the live messages that a page received. CPU time, as the machine has other work as well.
 *
 * @param startChanges begins the changes that cause the messages; what it returns ends them.
 */
export async function measureFlush(
  context: BrowserContext,
  url: string,
  durationMs: number,
  startChanges: () => () => Promise<void>,
): Promise<FlushFigures> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await session.send("Network.enable");
  await page.goto(url, { waitUntil: "load" });
  await delay(3000);
  const spendFor = async (spanMs: number) => {
    const read = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      const sum = (...names: string[]) =>
        metrics.reduce((total, { name, value }) => total + (names.includes(name) ? value * 1000 : 0), 0);
      return [
        sum("TaskDuration"),
        sum("ScriptDuration"),
        sum("LayoutDuration", "RecalcStyleDuration"),
      ] as const;
    };
    const before = await read();
    await delay(spanMs);
    const after = await read();
    return after.map((spent, index) => spent - (before[index] ?? 0));
  };
  const idle = await spendFor(durationMs);
  const stopChanges = startChanges();
  await delay(1000);
  let flushes = 0;
  let rows = 0;
  session.on("Network.eventSourceMessageReceived", ({ data }) => {
    const message = JSON.parse(data || "{}") as { type?: string; rows?: unknown[] };
    if (message.type !== "rows") return;
    flushes += 1;
    rows += message.rows?.length ?? 0;
  });
  const busy = await spendFor(durationMs);
  await stopChanges();
  await page.close();
  const perFlush = (part: number) => ((busy[part] ?? 0) - (idle[part] ?? 0)) / Math.max(1, flushes);
  return {
    flushes,
    rowsPerFlush: rows / Math.max(1, flushes),
    mainThreadMs: perFlush(0),
    scriptMs: perFlush(1),
    layoutMs: perFlush(2),
  };
}

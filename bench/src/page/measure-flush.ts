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
 * Main-thread time over the live messages that a page receives. CPU time, as the machine has other work as well. The
 * messages are counted where they are sent: a browser that is asked to report them copies each of them once more.
 *
 * @param startChanges begins the changes that cause the messages; what it returns ends them and says how many came.
 */
export async function measureFlush(
  context: BrowserContext,
  url: string,
  durationMs: number,
  startChanges: () => () => { flushes: number; rows: number },
): Promise<FlushFigures> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(url, { waitUntil: "load" });
  await delay(3000);
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
  const beforeIdle = await read();
  await delay(durationMs);
  const beforeBusy = await read();
  const stopChanges = startChanges();
  await delay(durationMs);
  const { flushes, rows } = stopChanges();
  // What the last flush left to draw.
  await delay(250);
  const after = await read();
  await page.close();
  const perFlush = (part: 0 | 1 | 2) => {
    const idle = beforeBusy[part] - beforeIdle[part];
    return (after[part] - beforeBusy[part] - idle) / Math.max(1, flushes);
  };
  return {
    flushes,
    rowsPerFlush: rows / Math.max(1, flushes),
    mainThreadMs: perFlush(0),
    scriptMs: perFlush(1),
    layoutMs: perFlush(2),
  };
}

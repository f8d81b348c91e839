import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";

export interface PageFigures {
  responseMs: number;
  largestContentfulPaintMs: number;
  /** As sent, that is compressed. */
  scriptKilobytes: number;
  /** CPU time until the page is quiet, which other work on the machine changes little. */
  mainThreadMs: number;
  layoutShift: number;
}

/** Loads a page with an empty cache and reads what the browser measured. */
export async function measureLoad(context: BrowserContext, url: string): Promise<PageFigures> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  let scriptBytes = 0;
  session.on(
    "Network.responseReceived",
    ({ requestId, type }) => void (type === "Script" && scripts.add(requestId)),
  );
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  await page.addInitScript({ content: observeVitals });
  await page.goto(url, { waitUntil: "load" });
  await delay(2500);
  const figures = await page.evaluate<Omit<PageFigures, "scriptKilobytes" | "mainThreadMs">>(readVitals);
  const { metrics } = await session.send("Performance.getMetrics");
  const mainThreadMs = 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  await page.close();
  return { ...figures, scriptKilobytes: scriptBytes / 1000, mainThreadMs };
}

// Source text, because this program's types are Node's and not a browser's.
const observeVitals = `
  const vitals = (globalThis.horizonVitals = { largestContentfulPaintMs: 0, layoutShift: 0 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) vitals.largestContentfulPaintMs = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) vitals.layoutShift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
`;
const readVitals = `(() => {
  const [navigation] = performance.getEntriesByType("navigation");
  return { ...globalThis.horizonVitals, responseMs: navigation.responseStart - navigation.requestStart };
})()`;

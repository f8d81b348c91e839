import { setTimeout as delay } from "node:timers/promises";
import { browserArguments, findBrowser } from "@horizon/local/browser";
import type { Horizon } from "@horizon/local/horizon";
import { startIsolatedHorizon } from "@horizon/local/isolated-horizon";
import { type BrowserContext, chromium } from "playwright-core";
import { openLabCluster } from "../live/lab-cluster.ts";
import { labControl } from "../live/lab-control.ts";
import { createProbes, moveProbe } from "../live/probe-deployments.ts";
import { machineLoad } from "../machine-load.ts";
import { sessionCookie } from "../session-cookie.ts";
import { changeLink, consolePages } from "./console-pages.ts";
import { measureFlush } from "./measure-flush.ts";
import { measureLoad, type PageFigures } from "./measure-load.ts";
import { pageTable } from "./page-table.ts";

const changesPerFlush = 200;
const flushMs = 250;

/** `pnpm bench page`: first paint and script of every page and tab, and what a live flush costs the main thread. */
export async function benchPage(): Promise<void> {
  const horizon = await startIsolatedHorizon();
  const browser = await chromium.launch({
    executablePath: await findBrowser(process.env),
    args: browserArguments,
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await signIn(context, horizon);
    const control = labControl(horizon.labControlUrl);
    await control.setLoad(5000);
    console.log(`\n${await benchLoads(context, horizon)}\n`);
    console.log(await benchFlush(context, horizon));
  } finally {
    await browser.close();
    await horizon.stop();
  }
}

/** Each page twice, the first time for the server to get warm. */
async function benchLoads(context: BrowserContext, horizon: Horizon): Promise<string> {
  const before = machineLoad();
  const pages = { ...consolePages, "A change": await findChange(context, horizon) };
  const measured: [string, PageFigures][] = [];
  for (const [name, path] of Object.entries(pages)) {
    await context.request.get(horizon.consoleUrl + path);
    measured.push([name, await measureLoad(context, horizon.consoleUrl + path)]);
  }
  return `${pageTable(measured)}\nWith 5,000 pods, ${before} at the start and ${machineLoad()} at the end.`;
}

async function findChange(context: BrowserContext, horizon: Horizon): Promise<string> {
  const page = await context.newPage();
  await page.goto(`${horizon.consoleUrl}/production/changes`);
  const path = await page.locator(changeLink).first().getAttribute("href");
  await page.close();
  if (!path) throw new Error("The list of changes has no link to one.");
  return path;
}

async function benchFlush(context: BrowserContext, horizon: Horizon): Promise<string> {
  const cluster = openLabCluster(horizon.kubeconfig, "admin@production");
  await createProbes(cluster);
  const startChanges = () => {
    let moving = true;
    const mover = (async () => {
      for (let sequence = 1; moving; ) {
        const burst = Array.from({ length: changesPerFlush }, () => moveProbe(cluster, sequence++));
        await Promise.all([...burst, delay(flushMs)]);
      }
    })();
    return async () => {
      moving = false;
      await mover;
    };
  };
  const url = `${horizon.consoleUrl}/production/deployments`;
  const flush = await measureFlush(context, url, 10_000, startChanges);
  return `Deployments under change: ${flush.rowsPerFlush.toFixed(0)} rows a flush, ${flush.mainThreadMs.toFixed(1)} ms of main thread each, of it ${flush.scriptMs.toFixed(1)} ms script and ${flush.layoutMs.toFixed(1)} ms style and layout (${flush.flushes} flushes), ${machineLoad()}.`;
}

async function signIn(context: BrowserContext, horizon: Horizon): Promise<void> {
  const cookie = await sessionCookie(horizon, { email: "vera.viewer@horizon.example" });
  const [name = "", value = ""] = cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: horizon.consoleUrl, httpOnly: true, sameSite: "Lax" }]);
}

import { browserArguments, findBrowser } from "@horizon/local/browser";
import type { Horizon } from "@horizon/local/horizon";
import { startIsolatedHorizon } from "@horizon/local/isolated-horizon";
import { type BrowserContext, chromium } from "playwright-core";
import { labControl } from "../live/lab-control.ts";
import { machineLoad } from "../machine-load.ts";
import { sessionCookie } from "../session-cookie.ts";
import { benchFlush } from "./bench-flush.ts";
import { changeLink, consolePages } from "./console-pages.ts";
import { measureLoad, type PageFigures } from "./measure-load.ts";
import { pageTable } from "./page-table.ts";

/** `pnpm bench page`: first paint and script of every page and tab, and what a live flush costs the main thread. */
export async function benchPage(): Promise<void> {
  const horizon = await startIsolatedHorizon();
  const browser = await chromium.launch({
    executablePath: await findBrowser(process.env),
    args: browserArguments,
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const cookie = await signIn(context, horizon);
    const control = labControl(horizon.labControlUrl);
    await control.setLoad(5000);
    console.log(`\n${await benchLoads(context, horizon)}\n`);
    console.log(await benchFlush(context, horizon, cookie));
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

async function signIn(context: BrowserContext, horizon: Horizon): Promise<string> {
  const cookie = await sessionCookie(horizon, { email: "vera.viewer@horizon.example" });
  const [name = "", value = ""] = cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: horizon.consoleUrl, httpOnly: true, sameSite: "Lax" }]);
  return cookie;
}

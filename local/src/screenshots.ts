import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { browserArguments, findBrowser } from "./find-browser.ts";
import { startIsolatedHorizon } from "./isolated-horizon.ts";
import { root } from "./paths.ts";

/**
 * Takes the README's pictures from a Horizon of its own: the main pages in both themes, and two at phone width. A day on
 * which something happens: a canary waits, another was aborted, and a service crashes.
 */
const pages = {
  overview: "/production",
  deployments: "/production/deployments",
  workload: "/production/deployments/Rollout/horizon-production/api-gateway",
  rollouts: "/production/rollouts",
  rollout: "/production/rollouts/horizon-production/dispute-service",
  changes: "/production/changes",
  audit: "/production/audit",
  settings: "/production/settings",
};
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const directory = join(root, process.argv[2] ?? "docs/screenshots");
mkdirSync(directory, { recursive: true });
const horizon = await startIsolatedHorizon();
const browser = await chromium.launch({
  executablePath: await findBrowser(process.env),
  args: browserArguments,
});
try {
  for (const name of ["good-canary", "bad-canary", "crash-loop"]) await callScenario(name);
  await untilAllHappened(browser);
  for (const theme of ["light", "dark"] as const)
    await takePictures(browser, theme, desktop, Object.keys(pages));
  await takePictures(browser, "light", phone, ["overview", "rollout"]);
} finally {
  await browser.close();
  await horizon.stop();
}

async function callScenario(name: string): Promise<void> {
  const response = await fetch(`${horizon.labControlUrl}/scenarios/${name}`, { method: "POST" });
  if (!response.ok) throw new Error(`scenario ${name}: ${await response.text()}`);
}

async function untilAllHappened(from: Browser): Promise<void> {
  const page = await from.newPage();
  await signIn(page);
  await page.getByText("success-rate failed 2 times").waitFor({ timeout: 180_000 });
  await page.getByText("CrashLoopBackOff in 1 of 3 pods").waitFor({ timeout: 180_000 });
  await page.getByText(/customer-service .* waits at/).waitFor({ timeout: 180_000 });
  await page.close();
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${horizon.consoleUrl}/sign-in`);
  await page.getByRole("button", { name: "Olive Operator" }).click();
  await page.waitForURL(/\/production/);
}

async function takePictures(
  from: Browser,
  theme: "light" | "dark",
  viewport: { width: number; height: number },
  names: string[],
): Promise<void> {
  const context = await from.newContext({ viewport, colorScheme: theme, reducedMotion: "reduce" });
  const page = await context.newPage();
  await signIn(page);
  for (const name of names) {
    await page.goto(horizon.consoleUrl + pages[name as keyof typeof pages], { waitUntil: "load" });
    await page.getByRole("main").waitFor();
    await page.waitForTimeout(1500);
    const suffix = viewport === phone ? "phone" : theme;
    await page.screenshot({ path: join(directory, `${name}-${suffix}.png`) });
  }
  await context.close();
}

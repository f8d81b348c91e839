import { existsSync } from "node:fs";

const systemBrowsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * A Chromium to test with: HORIZON_BROWSER, the system's, or the one that npm carries (Linux x64 and arm64).
 * @throws Error that says what to set: a missing browser fails the run, it never skips.
 */
export async function findBrowser(env: Record<string, string | undefined>): Promise<string> {
  const named = env.HORIZON_BROWSER;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`HORIZON_BROWSER names ${named}, which does not exist.`);
  }
  const installed = systemBrowsers.find((path) => existsSync(path));
  if (installed) return installed;
  if (process.platform !== "linux") {
    throw new Error("No Chromium was found. Install one, or set HORIZON_BROWSER to its path.");
  }
  const { default: chromium } = await import("@sparticuz/chromium");
  return chromium.executablePath();
}

/** No sandbox: the npm build has no setuid helper, and CI runs as root. The rest keeps a machine without a GPU or a network quiet. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
  "--disable-sync",
];

import { browserArguments } from "@horizon/local/browser";
import { defineConfig } from "@playwright/test";

/** One worker: the specs share one estate, and each uses workloads of its own. */
export default defineConfig({
  testDir: "src",
  testMatch: "**/*.spec.ts",
  globalSetup: "./src/start-canaries.ts",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  outputDir: "test-results",
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [["list"], ["json"]] : [["list"]],
  use: {
    baseURL: process.env.CONSOLE_URL,
    viewport: { width: 1440, height: 900 },
    // No trace: it holds cookies and what was typed, and to write one takes a sixth of the run. `--trace on` asks for it.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.HORIZON_BROWSER, args: browserArguments },
  },
});

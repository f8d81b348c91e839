import { defineConfig } from "vitest/config";
import { LongestFirst } from "./local/src/longest-first.ts";

/**
 * Unit tests are beside their source; integration tests start PostgreSQL, the lab or ops-server. A limit is there to end
 * what hangs, never to judge how fast it is: beside a build on two cores everything takes ten times as long. The files of a worker
 * share its process and load each module once: a file closes what it opened and gives back what it took.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    coverage: {
      provider: "v8",
      include: ["{apps,packages,infra,local}/**/src/**/*.{ts,tsx}"],
      exclude: ["**/generated/**", "**/testing/**", "**/*.test.{ts,tsx}"],
      reporter: ["text-summary", "lcov"],
    },
    projects: [
      {
        test: {
          name: "unit",
          include: ["{apps,packages}/**/src/**/*.test.{ts,tsx}", "{infra,local}/src/**/*.test.ts"],
          exclude: ["**/*.integration.test.ts", "**/*.stores.test.ts", "**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          isolate: false,
          // All cores: left to itself the runner keeps one free for a watcher that is not there.
          maxWorkers: "100%",
        },
      },
      {
        test: {
          name: "integration",
          globalSetup: ["packages/db/src/embedded/vitest-global-setup.ts"],
          include: ["{apps,packages,infra,local}/**/src/**/*.integration.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 30_000 } },
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "stores",
          include: ["{apps,local}/**/src/**/*.stores.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});

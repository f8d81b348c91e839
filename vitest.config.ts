import { defineConfig } from "vitest/config";

/** Unit tests are beside their source; integration tests start PostgreSQL, the lab or ops-server. */
export default defineConfig({
  test: {
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
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
        },
      },
      {
        test: {
          name: "integration",
          include: ["{apps,packages,infra,local}/**/src/**/*.integration.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";

const paths = [
  "/production",
  "/production/deployments",
  "/production/deployments/Rollout/horizon-production/api-gateway",
  "/production/deployments/Deployment/horizon-production/worker-service?tab=pods",
  "/production/deployments/Deployment/horizon-production/worker-service?tab=logs",
  "/production/deployments/Deployment/horizon-production/worker-service?tab=yaml",
  "/production/rollouts",
  "/production/rollouts/horizon-production/dispute-service",
  "/production/changes",
  "/production/alerts",
  "/production/backups",
  "/production/disaster-recovery",
  "/production/costs",
  "/production/runbooks",
  "/production/audit",
  "/production/settings",
];

async function useTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
}

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing on any page in the ${theme} theme`, async ({ signedIn }) => {
    test.setTimeout(240_000);
    const page = await signedIn("admin");
    await useTheme(page, theme);
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, nodes } of violations) found.push(`${path}: ${id} at ${nodes[0]?.target.join(" ")}`);
    }
    expect(found).toEqual([]);
  });
}

test("axe finds nothing on the sign-in page in both themes", async ({ page }) => {
  for (const theme of ["light", "dark"] as const) {
    await useTheme(page, theme);
    await page.goto("/sign-in");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
});

test("no page scrolls sideways at 320 px", async ({ signedIn }) => {
  test.setTimeout(120_000);
  const page = await signedIn("viewer");
  await page.setViewportSize({ width: 320, height: 700 });
  const wide: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
    if (overflow > 0) wide.push(`${path} by ${overflow} px`);
  }
  expect(wide).toEqual([]);
});

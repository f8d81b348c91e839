import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";
import { pages } from "./pages.ts";

async function useTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
}

for (const theme of ["light", "dark"] as const) {
  test(`every page has one heading and axe finds nothing in the ${theme} theme`, async ({ signedIn }) => {
    test.setTimeout(480_000);
    const page = await signedIn("admin");
    await useTheme(page, theme);
    const found: string[] = [];
    for (const path of pages) {
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
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

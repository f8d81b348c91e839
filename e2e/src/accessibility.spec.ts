import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";
import { pages } from "./pages.ts";

const themes = ["light", "dark"] as const;

/** What axe finds on the page as it stands, in both themes. */
async function findViolations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    // What must be careful of frames opens a page for each answer, and no page of the console has a frame.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    for (const { id, nodes } of violations) found.push(`${theme}: ${id} at ${nodes[0]?.target.join(" ")}`);
  }
  return found;
}

test("every page has one heading and axe finds nothing in either theme", async ({ signedIn }) => {
  test.setTimeout(480_000);
  const page = await signedIn("admin");
  const found: string[] = [];
  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.locator("iframe")).toHaveCount(0);
    for (const violation of await findViolations(page)) found.push(`${path}: ${violation}`);
  }
  expect(found).toEqual([]);
});

test("axe finds nothing on the sign-in page in either theme", async ({ page }) => {
  await page.goto("/sign-in");
  expect(await findViolations(page)).toEqual([]);
});

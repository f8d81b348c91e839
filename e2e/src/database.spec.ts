import { expect, test } from "./console-test.ts";
import { silenceDatabase } from "./silence-database.ts";

test("while the database is silent every page says so and since when, and what failed is asked again by itself", async ({
  signedIn,
}) => {
  const page = await signedIn("viewer");
  await page.goto("/production/deployments");
  const row = page.getByRole("row").filter({ hasText: "api-gateway" });
  await expect(row).toBeVisible();
  const notice = page.getByRole("complementary", { name: "Database" });
  await expect(notice).toHaveCount(0);
  const members = page.getByRole("table", { name: "Members" }).getByRole("row");
  const goOn = await silenceDatabase();
  try {
    await expect(notice).toContainText(/has not answered since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    await expect(row).toBeVisible();
    await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    await expect(notice).toBeVisible();
  } finally {
    goOn();
  }
  await expect(notice).toHaveCount(0);
  await expect(members.filter({ hasText: "Ada Admin" })).toBeVisible();
});

import { expect, test } from "./console-test.ts";

test("when the API server is down every view says so in words, and recovers by itself", async ({
  signedIn,
  lab,
}) => {
  test.setTimeout(300_000);
  const page = await signedIn("viewer");
  await page.goto("/production/deployments");
  await expect(page.getByRole("row").filter({ hasText: "api-gateway" })).toBeVisible();
  try {
    await lab.scenario("api-server-down");
    await expect(page.getByText(/stale|unreachable/i).first()).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole("row").filter({ hasText: "api-gateway" })).toBeVisible();
    const staging = await signedIn("viewer");
    await staging.goto("/staging");
    await expect(staging.getByText(/Production is old/)).toBeVisible({ timeout: 20_000 });
  } finally {
    await lab.scenario("calm");
  }
  await expect(page.getByText(/stale|unreachable/i)).toHaveCount(0, { timeout: 45_000 });
});

import { expect, test } from "./console-test.ts";
import { forbidResource } from "./lab-control.ts";

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

test("what may no longer be read is said to be old, or to be missing, and comes back by itself", async ({
  signedIn,
}) => {
  test.setTimeout(300_000);
  const page = await signedIn("viewer");
  await page.goto("/production/rollouts");
  const row = page.getByRole("row").filter({ hasText: "api-gateway" });
  await expect(row).toBeVisible();
  const missing = page.getByText("Some of this is missing.");
  const old = page.getByText(/^This is old/);
  try {
    await forbidResource("analysisruns.argoproj.io");
    await expect(missing).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/AnalysisRun cannot be read: .*forbidden/i).first()).toBeVisible();
    await forbidResource("rollouts.argoproj.io");
    await expect(old).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/No updates of Rollout: .*forbidden/i).first()).toBeVisible();
    await expect(row).toBeVisible();
  } finally {
    await forbidResource(null);
  }
  await expect(old).toHaveCount(0, { timeout: 45_000 });
  await expect(missing).toHaveCount(0, { timeout: 45_000 });
  await expect(row).toBeVisible();
});

import { expect, test } from "./console-test.ts";

const rollout = "/production/rollouts/horizon-production/dispute-service";

test("a waiting canary is found from the Overview, promoted with a reason, and everybody sees who and why", async ({
  signedIn,
}) => {
  test.setTimeout(120_000);
  const operator = await signedIn("operator");
  const manager = await signedIn("manager");
  await manager.goto(rollout);
  await expect(manager.getByRole("button", { name: "Promote", exact: true })).toHaveAttribute(
    "aria-disabled",
    "true",
  );

  await operator
    .getByRole("region", { name: "Waits for you" })
    .getByRole("link", { name: /dispute-service/ })
    .click();
  await operator.waitForURL(new RegExp(rollout));

  const reason = `Error rate equal to stable for an hour ${Date.now()}`;
  await operator.getByRole("button", { name: "Promote", exact: true }).click();
  const dialog = operator.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
  await dialog.getByRole("button", { name: "Promote", exact: true }).click();
  await expect(operator.getByText(/observed/i).first()).toBeVisible({ timeout: 30_000 });

  await expect(manager.getByText(reason).first()).toBeVisible();
  await operator.goto("/production/audit");
  const row = operator.getByRole("row").filter({ hasText: reason });
  await expect(row.first()).toContainText("Olive Operator");
  await operator.goto("/production/changes");
  await expect(operator.getByText(reason).first()).toBeVisible();
});

test("a double click on Promote opens one gate only", async ({ signedIn, lab }) => {
  test.setTimeout(120_000);
  await lab.scenario("good-canary");
  const page = await signedIn("oncall");
  await page.goto("/production/rollouts");
  const waiting = page
    .getByRole("row")
    .filter({ hasText: /Paused/ })
    .getByRole("link")
    .first();
  await waiting.click();
  const step = page.getByTestId("current-step");
  await expect(step).toBeVisible();
  const before = Number(await step.getAttribute("data-step-index"));
  await page.getByRole("button", { name: "Promote", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Double click on purpose");
  await dialog.getByRole("button", { name: "Promote", exact: true }).dblclick();
  await expect(page.getByText(/observed/i).first()).toBeVisible({ timeout: 30_000 });
  await page.goto("/production/audit");
  await expect(page.getByRole("row").filter({ hasText: "Double click on purpose" })).toHaveCount(1);
  expect(before).toBeGreaterThanOrEqual(0);
});

test("an action without a reason is refused in production and nothing is sent", async ({ signedIn }) => {
  const page = await signedIn("operator");
  await page.goto("/production/deployments/Deployment/horizon-production/worker-service");
  await page.getByRole("button", { name: "Restart" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Restart" }).click();
  await expect(dialog.getByText(/reason/i).first()).toBeVisible();
  await expect(dialog).toBeVisible();
});

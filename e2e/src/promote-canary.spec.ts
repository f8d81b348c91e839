import { expect, test } from "./console-test.ts";

const rollout = "/production/rollouts/horizon-production/dispute-service";

test("a waiting canary is found from the Overview, promoted with a reason, and everybody sees who and why", async ({
  signedIn,
}) => {
  test.setTimeout(300_000);
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
  await expect(dialog.getByText(/^Done: /)).toBeVisible();

  await expect(manager.getByText(reason).first()).toBeVisible();
  await operator.goto("/production/audit");
  const row = operator.getByRole("row").filter({ hasText: reason });
  await expect(row.first()).toContainText("Olive Operator");
  await operator.goto("/production/changes");
  await expect(operator.getByText(reason).first()).toBeVisible();
});

test("a double click on Promote opens one gate only", async ({ signedIn, lab }) => {
  test.setTimeout(300_000);
  const service = lab.canary("twice");
  const page = await signedIn("oncall");
  await page.goto(`/production/rollouts/horizon-production/${service}`);
  const step = page.getByTestId("current-step");
  await expect(step).toHaveAttribute("data-step-index", "2", { timeout: 90_000 });
  await page.getByRole("button", { name: "Promote", exact: true }).click();
  const dialog = page.getByRole("dialog");
  const reason = `Double click on purpose ${Date.now()}`;
  await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
  await dialog.getByRole("button", { name: "Promote", exact: true }).dblclick();
  await expect(dialog.getByText(/^Done: /)).toBeVisible();
  // Index 3 sets the weight and index 4 is the next pause: two promotions would be past it.
  await expect(step).toHaveAttribute("data-step-index", "4");
  const intents = await page.request.get(trpcQuery("actions.recent", { environment: "production" }));
  const body = (await intents.json()) as { result: { data: { reason: string }[] } };
  expect(body.result.data.filter((intent) => intent.reason === reason)).toHaveLength(1);
});

const trpcQuery = (procedure: string, input: object) =>
  `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;

test("a promotion that no controller picks up is said so, in the dialog and to whoever looks later", async ({
  signedIn,
  lab,
}) => {
  test.setTimeout(300_000);
  const service = lab.canary("nobody");
  const page = await signedIn("operator");
  const canary = `/production/rollouts/horizon-production/${service}`;
  await page.goto(canary);
  await expect(page.getByTestId("current-step")).toHaveAttribute("data-step-index", "2", { timeout: 90_000 });
  try {
    await lab.controller("rollout", false);
    await page.getByRole("button", { name: "Promote", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Nobody is there to do it");
    await dialog.getByRole("button", { name: "Promote", exact: true }).click();
    await expect(dialog.getByText(/the controller has not picked it up/)).toBeVisible({ timeout: 60_000 });

    const viewer = await signedIn("viewer");
    const waiting = viewer.getByRole("region", { name: "Waits for others" });
    await waiting.getByRole("link", { name: new RegExp(`${service}.*not picked up`) }).click();
    const underWay = viewer.getByRole("status", { name: "Actions under way" });
    await expect(underWay).toContainText("the controller has not picked it up");
    await lab.controller("rollout", true);
    await expect(dialog.getByText(/^Done: /)).toBeVisible({ timeout: 60_000 });
    await expect(underWay).toBeEmpty();
  } finally {
    await lab.controller("rollout", true);
  }
});

test("a session that ends while the dialog is open costs nothing that was typed", async ({ signedIn }) => {
  const page = await signedIn("operator");
  await page.goto("/staging/deployments/Deployment/horizon-staging/auth-service");
  await page.getByRole("button", { name: "Restart" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Typed at three in the morning");
  await expect(dialog.getByText(/all are replaced/)).toBeVisible();
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await dialog.getByRole("button", { name: "Restart", exact: true }).click();
  await expect(dialog.getByText(/session has ended; nothing was done/)).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "Reason" })).toHaveValue("Typed at three in the morning");
  await page.context().addCookies(cookies);
  await dialog.getByRole("button", { name: "Restart", exact: true }).click();
  await expect(dialog.getByText(/^Done: /)).toBeVisible({ timeout: 60_000 });
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

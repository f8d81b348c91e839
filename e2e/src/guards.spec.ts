import { expect, test } from "./console-test.ts";

const disputes = "/production/rollouts/horizon-production/dispute-service";

test("a freeze window stops a promotion and is lifted by cancelling it", async ({ signedIn }) => {
  test.setTimeout(300_000);
  const admin = await signedIn("admin");
  await admin.goto("/production/settings");
  await admin.getByRole("tab", { name: "Freeze windows" }).click();
  await admin.getByRole("button", { name: "Plan freeze" }).click();
  const form = admin.getByRole("dialog");
  await form.getByRole("textbox", { name: "Title" }).fill("Quarter end");
  await form.getByRole("combobox", { name: "Services", exact: true }).fill("dispute-service");
  await form.getByRole("textbox", { name: "Reason" }).fill("Books close tonight");
  await form.getByRole("button", { name: "Plan freeze" }).click();
  const planned = admin.getByRole("listitem").filter({ hasText: "Quarter end" });
  await expect(planned).toContainText("In force now");

  const operator = await signedIn("operator");
  await operator.goto(disputes);
  await operator.getByRole("button", { name: "Promote full", exact: true }).click();
  const dialog = operator.getByRole("dialog");
  await expect(dialog.getByText(/Quarter end/).first()).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Promote full", exact: true })).toHaveAttribute(
    "aria-disabled",
    "true",
  );

  await planned.getByRole("button", { name: "Cancel freeze" }).click();
  const cancel = admin.getByRole("dialog");
  await cancel.getByRole("textbox", { name: "Reason" }).fill("Books are closed");
  await cancel.getByRole("button", { name: "Cancel freeze" }).click();
  await expect(planned).toHaveCount(0);
});

test("promoting a canary to everybody in production takes two people", async ({ signedIn, lab }) => {
  test.setTimeout(300_000);
  const service = lab.canary("everybody");
  const operator = await signedIn("operator");
  await operator.goto(`/production/rollouts/horizon-production/${service}`);
  await expect(operator.getByTestId("current-step")).toHaveAttribute("data-step-index", "2", {
    timeout: 90_000,
  });
  const dialog = operator.getByRole("dialog");
  async function ask(reason: string) {
    await operator.getByRole("button", { name: "Promote full", exact: true }).click();
    await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
    await dialog.getByRole("button", { name: "Promote full", exact: true }).click();
    await expect(dialog.getByText("Waiting for a second person to approve.")).toBeVisible();
  }
  const oncall = await signedIn("oncall");
  await oncall.goto("/production/approvals");
  await ask("One bureau was looked at");
  await expect(oncall.getByRole("region", { name: "What it would do" })).toContainText("Skips 6 steps");
  await oncall.getByRole("textbox", { name: "Comment" }).fill("Look at all three first");
  await oncall.getByRole("button", { name: "Reject" }).click();
  await expect(dialog.getByText("Rejected by Oscar Oncall: Look at all three first")).toBeVisible();
  await operator.keyboard.press("Escape");

  await ask("Verified by hand in every bureau");
  await operator.goto("/production/approvals");
  await expect(operator.getByRole("button", { name: "Approve" })).toHaveAttribute("aria-disabled", "true");

  await oncall.getByRole("button", { name: "Approve" }).click();
  await expect(oncall.getByText("Nothing waits for a second person")).toBeVisible();
  // The card keeps its place and the approver's focus, and says what becomes of it.
  await expect(oncall.getByRole("heading", { name: `Promote full: ${service}` }).last()).toBeFocused();
  await expect(oncall.getByText(/^Done: /)).toBeVisible({ timeout: 60_000 });
  await oncall.goto(`/production/rollouts/horizon-production/${service}`);
  await expect(oncall.getByText("Healthy").first()).toBeVisible({ timeout: 60_000 });
});

test("a failed check is overridden as it was read, for that choice alone, and no warning is said twice", async ({
  signedIn,
}) => {
  const page = await signedIn("oncall");
  await page.goto("/production/deployments/Deployment/horizon-production/worker-service");
  await page.getByRole("button", { name: "Scale" }).click();
  const dialog = page.getByRole("dialog");
  const replicas = dialog.getByRole("spinbutton", { name: "Replicas" });
  const override = dialog.getByRole("checkbox", { name: "Override this check" });
  const scale = dialog.getByRole("button", { name: "Scale", exact: true });
  await replicas.fill("0");
  await expect(dialog.getByText(/no pod is left to serve/)).toBeVisible();
  await expect(dialog.getByText(/autoscaler .* (stops|overrule)/i)).toHaveCount(1);
  await expect(dialog.getByText(/does not start them again/)).toBeVisible();
  await override.check();
  await expect(scale).not.toHaveAttribute("aria-disabled", "true");

  await replicas.fill("1");
  await expect(override).toHaveCount(0);
  await expect(dialog.getByText(/will overrule 1 within seconds/)).toHaveCount(1);
  await replicas.fill("0");
  await expect(override).toBeVisible();
  await expect(override).not.toBeChecked();
  await expect(scale).toHaveAttribute("aria-disabled", "true");
});

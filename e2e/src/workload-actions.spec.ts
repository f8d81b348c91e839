import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";

const notification = "/production/deployments/Deployment/horizon-production/notification-service";
const stagingWorker = "/staging/deployments/Deployment/horizon-staging/worker-service";

/** Fills in the reason, confirms, and waits until the effect is seen in the cluster. */
async function confirm(page: Page, verb: string, reason: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
  await dialog.getByRole("button", { name: verb, exact: true }).click();
  await expect(dialog.getByText(/^Done: /)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press("Escape");
}

test("a restart replaces every pod and is told with its reason", async ({ signedIn }) => {
  const page = await signedIn("operator");
  await page.goto(`${notification}?tab=pods`);
  const pods = page.getByRole("table", { name: "Pods" }).getByRole("row").filter({ hasText: "Running" });
  await expect(pods.first()).toBeVisible();
  const before = (await pods.first().getByRole("cell").nth(1).textContent()) ?? "";
  await expect(page.getByRole("row").filter({ hasText: before })).toHaveCount(1);
  await page.getByRole("main").getByRole("button", { name: "Restart", exact: true }).click();
  await confirm(page, "Restart", "Connections to the mail relay leak");
  await expect(page.getByRole("row").filter({ hasText: before })).toHaveCount(0, { timeout: 60_000 });
  await page.goto("/production/changes");
  await expect(page.getByText("Connections to the mail relay leak").first()).toBeVisible();
});

test("scaling a workload says that its autoscaler will overrule it, and offers the bounds instead", async ({
  signedIn,
}) => {
  const page = await signedIn("oncall");
  await page.goto("/production/deployments/Deployment/horizon-production/worker-service");
  await page.getByRole("button", { name: "Scale" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/will overrule/).first()).toBeVisible();
  await dialog.getByRole("radio", { name: /bounds/ }).check();
  await dialog.getByRole("spinbutton", { name: /minimum/i }).fill("6");
  await confirm(page, "Scale", "More letters than usual today");
  await expect(page.getByText(/in 6–20 pods/)).toBeVisible({ timeout: 20_000 });
});

test("a dialog begins where something must be chosen, offers nothing that is so already, and leads to the reason that is missing", async ({
  signedIn,
}) => {
  const page = await signedIn("oncall");
  await page.setViewportSize({ width: 390, height: 500 });
  await page.goto("/production/deployments/Deployment/horizon-production/notification-service");
  await page.getByRole("button", { name: "Scale" }).click();
  const dialog = page.getByRole("dialog");
  const replicas = dialog.getByRole("spinbutton", { name: "Replicas" });
  const scale = dialog.getByRole("button", { name: "Scale", exact: true });
  await expect(replicas).toBeFocused();
  await expect(scale).toHaveAttribute("aria-disabled", "true");
  await expect(scale).toHaveAccessibleDescription(/should have already/);
  await replicas.fill("7");
  await expect(scale).not.toHaveAttribute("aria-disabled", "true");
  await scale.click();
  const reason = dialog.getByRole("textbox", { name: "Reason" });
  await expect(reason).toBeFocused();
  await expect(reason).toBeInViewport();
});

test("a pod's row leads to the logs of that pod", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await page.goto(`${stagingWorker}?tab=pods`);
  const row = page.getByRole("table", { name: "Pods" }).getByRole("row").nth(1);
  const name = (await row.getByRole("cell").nth(1).textContent()) ?? "";
  await row.hover();
  await row.getByRole("link", { name: "Logs" }).click();
  await expect(page.getByRole("tab", { name: "Logs" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("combobox", { name: "Pod" })).toHaveValue(name);
});

test("the actions of a rollout begin from what it is now, also on a page that was open before it changed", async ({
  signedIn,
}) => {
  const page = await signedIn("oncall");
  await page.goto("/production/rollouts/horizon-production/customer-service");
  const chooseBounds = async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("main").getByRole("button", { name: "Scale", exact: true }).click();
    await page
      .getByRole("dialog")
      .getByRole("radio", { name: /bounds/ })
      .check();
    return page.getByRole("dialog").getByRole("spinbutton", { name: /minimum/i });
  };
  const minimum = await chooseBounds();
  const raised = String(Number(await minimum.inputValue()) + 1);
  await minimum.fill(raised);
  await confirm(page, "Scale", "A campaign begins today");
  // The dialog begins from what the page shows at that moment.
  await expect(async () => {
    await expect(await chooseBounds()).toHaveValue(raised, { timeout: 1_000 });
  }).toPass({ intervals: [500] });
});

test("a deleted pod is replaced, and no reason is needed outside production", async ({ signedIn }) => {
  const page = await signedIn("operator");
  await page.goto(`${stagingWorker}?tab=pods`);
  const row = page
    .getByRole("table", { name: "Pods" })
    .getByRole("row")
    .filter({ hasText: "Running" })
    .first();
  const name = (await row.getByRole("cell").nth(1).textContent()) ?? "";
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(1);
  await row.getByRole("button", { name: "Delete pod" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete pod", exact: true }).click();
  // The row goes, and its button with it; what became of the action stays until it was read.
  await expect(dialog.getByText("Done: the pod is gone.")).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.locator("body")).not.toBeFocused();
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
});

test("an image that is no image is refused in the dialog and nothing changes", async ({ signedIn }) => {
  const page = await signedIn("operator");
  await page.goto(stagingWorker);
  await page.getByRole("button", { name: "Set image" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /image/i }).fill("not an image");
  await expect(dialog.getByText(/not an image reference/i)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Set image", exact: true })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
});

test("a dialog says that the page behind it is paused", async ({ signedIn }) => {
  const page = await signedIn("operator");
  await page.goto(`${stagingWorker}?live=paused`);
  await page.getByRole("button", { name: "Restart" }).click();
  await expect(page.getByRole("dialog").getByText(/Live updates are paused/)).toBeVisible();
});

test("a link to a line that the cluster no longer gives says so", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  const line = encodeURIComponent("gone-pod/notification-service@2026-01-01T00:00:00.000Z#0");
  await page.goto(`${notification}?tab=logs#${line}`);
  await expect(page.getByText(/line of this link is not among/)).toBeVisible();
});

test("logs of all pods are followed, filtered and bounded", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await page.goto(`${notification}?tab=logs`);
  const log = page.getByRole("log");
  await expect(log).toContainText(/request|message|sent|completed/i);
  await page
    .getByRole("searchbox", { name: /filter/i })
    .or(page.getByPlaceholder(/filter the lines/i))
    .first()
    .fill("zzz-nothing");
  await expect(log).not.toContainText(/completed/);
});

import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";

const billing = "/staging/deployments/Deployment/horizon-staging/billing-service";

async function setImage(page: Page, image: string): Promise<void> {
  await page.goto(billing);
  await page.getByRole("button", { name: "Set image" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Image", exact: true }).fill(image);
  await dialog.getByRole("button", { name: "Set image", exact: true }).click();
  await expect(dialog.getByText(/^(Accepted by the cluster; waiting|Done: )/)).toBeVisible();
}

test("an open list says what runs now, wherever a row stands and whatever is shown of it", async ({
  signedIn,
}) => {
  const [watcher, actor] = [await signedIn("viewer"), await signedIn("operator")];
  await watcher.goto("/staging/deployments");
  const row = watcher.getByRole("row").filter({ hasText: "billing-service" });
  await expect(row.getByText("2.8.3", { exact: true })).toBeVisible();

  await setImage(actor, "registry.lab/horizon-billing-service:2.8.4");
  await expect(row.getByText("2.8.4", { exact: true })).toBeVisible();
  await expect(row.locator("[data-tip*='horizon-billing-service:2.8.4']")).toHaveText("2.8.4");

  await watcher.goto("/staging/deployments?columns=health,name");
  await expect(row).toBeVisible();
  await setImage(actor, "registry.lab/horizon-billing-service:2.8.5");
  await watcher.getByRole("button", { name: "Columns" }).click();
  await watcher.getByRole("menuitemcheckbox", { name: "Version" }).click();
  await watcher.keyboard.press("Escape");
  await expect(row.getByText("2.8.5", { exact: true })).toBeVisible();

  await watcher.keyboard.press("ControlOrMeta+k");
  await watcher.getByRole("combobox", { name: "Search and commands", exact: true }).fill("pause live");
  await watcher.getByRole("option", { name: "Pause live" }).click();
  await setImage(actor, "registry.lab/horizon-billing-service:2.8.6");
  await expect(watcher.getByRole("button", { name: /Resume live/ })).toBeVisible();
  await expect(row.getByText("2.8.5", { exact: true })).toBeVisible();
  await watcher.getByRole("button", { name: /Resume live/ }).click();
  await expect(row.getByText("2.8.6", { exact: true })).toBeVisible();
});

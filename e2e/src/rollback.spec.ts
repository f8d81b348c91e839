import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";

async function act(page: Page, verb: string, reason: string): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: verb, exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
  await dialog.getByRole("button", { name: verb, exact: true }).click();
  await expect(dialog.getByText(/^Done: /)).toBeVisible({ timeout: 90_000 });
  await page.keyboard.press("Escape");
}

test("a canary is aborted, tried again and rolled back from its page, which tells who and why", async ({
  signedIn,
}) => {
  const page = await signedIn("operator");
  await page.goto("/production/rollouts/horizon-production/dispute-service");
  await act(page, "Abort", "Letters go out twice");
  await expect(page.getByRole("main").getByText("Degraded").first()).toBeVisible();
  await act(page, "Retry", "The relay was at fault");
  await act(page, "Roll back", "It was the release after all");
  await expect(page.getByRole("main").getByText("Healthy").first()).toBeVisible({ timeout: 60_000 });
  const revision = page.getByRole("listitem").filter({ hasText: /^Revision \d+stable/ });
  await expect(revision).toContainText("Olive Operator");
  await expect(revision).toContainText("It was the release after all");
});

test("a Deployment is rolled back to an earlier revision, which tells who and why", async ({ signedIn }) => {
  const page = await signedIn("oncall");
  await page.goto("/production/deployments/Deployment/horizon-production/notification-service?tab=revisions");
  const current = page.getByRole("listitem").filter({ hasText: /^Revision \d+current/ });
  const before = (await current.getByText(/^Revision \d+$/).textContent()) ?? "";
  await page
    .getByRole("listitem")
    .filter({ hasText: "previous" })
    .getByRole("button", { name: "Roll back" })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Mails come without a subject");
  await dialog.getByRole("button", { name: "Roll back", exact: true }).click();
  await expect(dialog.getByText(/^Done: /)).toBeVisible({ timeout: 90_000 });
  await page.keyboard.press("Escape");
  await expect(current).not.toContainText(before);
  await expect(current).toContainText("Oscar Oncall");
  await expect(current).toContainText("Mails come without a subject");
});

test("an image that was set is set back: the dialog says that no step runs, and none does", async ({
  signedIn,
}) => {
  const page = await signedIn("oncall");
  await page.goto("/production/rollouts/horizon-production/billing-service");
  const main = page.getByRole("main");
  const dialog = page.getByRole("dialog");
  const image = dialog.getByRole("textbox", { name: "Image" });
  const open = () => main.getByRole("button", { name: "Set image", exact: true }).click();
  const confirm = async (reason: string) => {
    await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
    await dialog.getByRole("button", { name: "Set image", exact: true }).click();
    await expect(dialog.getByText(/^Done: /)).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press("Escape");
  };
  await open();
  const stable = await image.inputValue();
  await image.fill("registry.lab/horizon-billing-service:by-hand");
  await expect(dialog.getByText(/It begins as a canary, with all 8 steps from the first/)).toBeVisible();
  await confirm("To see the invoice that fails");
  await expect(page.getByTestId("current-step")).toBeVisible();

  await open();
  await image.fill(stable);
  await expect(dialog.getByText(/That is the stable version: .* no step runs/)).toBeVisible();
  await confirm("Seen enough");
  await expect(main.getByText("Healthy").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId("current-step")).toHaveCount(0);
});

import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";

const pinned = (page: Page) => page.getByRole("navigation", { name: "Pinned views" });

test("a view that somebody shares appears and vanishes everywhere at once, and each pins it for themselves", async ({
  signedIn,
}) => {
  const title = `Failing ${Date.now()}`;
  const viewer = await signedIn("viewer");
  await viewer.goto("/production/settings?tab=views");
  const operator = await signedIn("operator");
  await operator.goto("/production/deployments?q=worker");
  await operator.getByRole("button", { name: "Save view" }).click();
  const dialog = operator.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(title);
  await dialog.getByRole("checkbox", { name: "Pin to my navigation" }).uncheck();
  await dialog.getByRole("checkbox", { name: "Share with everyone" }).check();
  await dialog.getByRole("button", { name: "Save view" }).click();

  const shared = viewer.getByRole("listitem").filter({ hasText: title });
  await expect(shared).toContainText("Shared by Olive Operator");
  await shared.getByRole("button", { name: "Pin", exact: true }).click();
  await expect(pinned(viewer).getByRole("link", { name: title })).toBeVisible();
  await expect(pinned(operator)).toHaveCount(0);

  await operator.goto("/production/settings?tab=views");
  const mine = operator.getByRole("listitem").filter({ hasText: title });
  await expect(mine.getByRole("button", { name: "Pin", exact: true })).toBeVisible();
  await mine.getByRole("button", { name: "Stop sharing" }).click();
  await expect(shared).toHaveCount(0);
  await expect(pinned(viewer)).toHaveCount(0);
  await mine.getByRole("button", { name: `Delete view ${title}` }).click();
  await expect(mine).toHaveCount(0);
});

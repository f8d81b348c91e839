import { expect, test } from "./console-test.ts";

test("a freeze that somebody saved meanwhile is not overwritten unseen, and what was typed is kept", async ({
  signedIn,
}) => {
  test.setTimeout(300_000);
  const [first, second] = [await signedIn("admin"), await signedIn("admin")];
  for (const page of [first, second]) await page.goto("/staging/settings?tab=freezes");
  await first.getByRole("button", { name: "Plan freeze" }).click();
  const form = first.getByRole("dialog");
  await form.getByRole("textbox", { name: "Title" }).fill("Moving house");
  await form.getByRole("textbox", { name: "Reason" }).fill("Nobody is there");
  await form.getByRole("button", { name: "Plan freeze" }).click();
  await expect(form).toHaveCount(0);

  await first
    .getByRole("listitem")
    .filter({ hasText: "Moving house" })
    .getByRole("button", { name: "Edit" })
    .click();
  await form.getByRole("textbox", { name: "Title" }).fill("Moving the office");
  await form.getByRole("textbox", { name: "Reason" }).fill("Said more clearly");

  await second
    .getByRole("listitem")
    .filter({ hasText: "Moving house" })
    .getByRole("button", { name: "Edit" })
    .click();
  const other = second.getByRole("dialog");
  await other.getByLabel("Ends (UTC)").fill("2031-01-01T12:00");
  await other.getByRole("textbox", { name: "Reason" }).fill("It takes longer");
  await other.getByRole("button", { name: "Save freeze" }).click();
  await expect(other).toHaveCount(0);

  const notice = form.getByRole("alert").filter({ hasText: "Somebody changed this freeze" });
  await expect(notice).toContainText("2031-01-01 12:00");
  await expect(notice).toContainText("It takes longer");
  await form.getByRole("button", { name: "Save freeze" }).click();
  await expect(form.getByText("It changed while you looked")).toBeVisible();
  await expect(form.getByRole("textbox", { name: "Title" })).toHaveValue("Moving the office");

  await notice.getByRole("button", { name: "Begin from theirs" }).click();
  await expect(notice).toHaveCount(0);
  await form.getByRole("textbox", { name: "Title" }).fill("Moving the office");
  await form.getByRole("button", { name: "Save freeze" }).click();
  await expect(form).toHaveCount(0);
  const saved = second.getByRole("listitem").filter({ hasText: "Moving the office" });
  await expect(saved).toContainText("2031");
  await saved.getByRole("button", { name: "Cancel freeze" }).click();
  await other.getByRole("textbox", { name: "Reason" }).fill("We have moved");
  await other.getByRole("button", { name: "Cancel freeze" }).click();
  await expect(saved).toHaveCount(0);
});

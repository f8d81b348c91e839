import { expect, test } from "./console-test.ts";

test("a change of settings that is answered as refused says why and keeps what was typed, to be sent again", async ({
  signedIn,
}) => {
  const page = await signedIn("admin");
  await page.goto("/production/settings");
  await page.getByRole("button", { name: "Reset sign-in of Mark Manager" }).click();
  const dialog = page.getByRole("dialog");
  const reason = dialog.getByRole("textbox", { name: "Reason" });
  const reset = dialog.getByRole("button", { name: "Reset sign-in", exact: true });
  await reason.fill("The laptop was left on a train");

  const keys: unknown[] = [];
  await page.route("**/api/trpc/actions.execute*", async (route) => {
    keys.push(/"idempotencyKey":"([^"]+)"/.exec(route.request().postData() ?? "")?.[1]);
    const response = await route.fetch();
    const refused = (await response.text())
      .replace(/"state":"observed"/, `"state":"refused"`)
      .replace(/"message":"Done."/, `"message":"Nobody may be signed out today."`);
    await route.fulfill({ response, body: refused });
  });
  await reset.click();
  await expect(dialog.getByRole("alert")).toHaveText("Nobody may be signed out today.");
  await expect(reason).toHaveValue("The laptop was left on a train");
  await page.unroute("**/api/trpc/actions.execute*");

  page.on("request", (request) => {
    const key = /"idempotencyKey":"([^"]+)"/.exec(request.postData() ?? "")?.[1];
    if (key) keys.push(key);
  });
  await reset.click();
  await expect(dialog).toHaveCount(0);
  expect(new Set(keys).size).toBe(2);
});

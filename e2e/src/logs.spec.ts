import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";

const notification = "/production/deployments/Deployment/horizon-production/notification-service";

const clipboard = (page: Page) => page.evaluate<string>("navigator.clipboard.readText()");

test("what is copied is on the clipboard: name, pod, image, command, log lines", async ({ signedIn }) => {
  const page = await signedIn("operator");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${notification}?tab=pods`);
  await page.getByRole("button", { name: "Copy the name", exact: true }).click();
  await expect.poll(() => clipboard(page)).toBe("notification-service");
  await page
    .getByRole("button", { name: /^Copy the name notification-service-/ })
    .first()
    .click();
  await expect.poll(() => clipboard(page)).toMatch(/^notification-service-[\w-]+$/);
  await page.getByRole("main").getByRole("button", { name: "Restart", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Copy the kubectl command" }).click();
  await expect.poll(() => clipboard(page)).toMatch(/^kubectl rollout restart /);
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Revisions" }).click();
  await page
    .getByRole("button", { name: /^Copy the image of notification-service/ })
    .first()
    .click();
  await expect.poll(() => clipboard(page)).toMatch(/notification-service:[\d.]+@sha256:[0-9a-f]{64}$/);
  await page.getByRole("tab", { name: "Logs" }).click();
  await expect(page.getByRole("log")).toContainText("request completed");
  await page.getByRole("button", { name: "Copy the lines shown" }).click();
  await expect.poll(() => clipboard(page)).toMatch(/^\d{4}-\S+Z notification-service-\S+ \{/);
});

test("a pod that floods is said so with the number of lines that were left out", async ({
  signedIn,
  lab,
}) => {
  const page = await signedIn("viewer");
  await page.goto(`${notification}?tab=logs`);
  try {
    await lab.scenario("log-flood");
    const leftOut = page.getByRole("list", { name: "Notices" }).getByText(/lines were left out/);
    await expect(leftOut).toBeVisible({ timeout: 90_000 });
    const first = (await leftOut.textContent()) ?? "";
    await expect(leftOut).not.toHaveText(first);
    await expect(leftOut).toHaveCount(1);
  } finally {
    await lab.scenario("calm");
  }
});

test("a container that crashes is followed over its restarts, and its previous run tells why", async ({
  signedIn,
  lab,
}) => {
  const page = await signedIn("viewer");
  const why = page.getByRole("log").getByText("unhandled error during start");
  await page.goto(`${notification}?tab=logs&text=unhandled`);
  try {
    await lab.scenario("crash-loop");
    // The second run begins after a pause of ten seconds.
    await expect(why.nth(1)).toBeVisible({ timeout: 90_000 });
    await page.getByRole("checkbox", { name: "Previous run" }).check();
    await expect(why).toHaveCount(1);
    await expect(page.getByText(/has not restarted: there is no previous run/).first()).toBeVisible();
  } finally {
    await lab.scenario("calm");
  }
});

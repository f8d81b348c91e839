import { expect, test } from "./console-test.ts";

const links = [
  "Overview",
  "Deployments",
  "Rollouts",
  "Changes",
  "Alerts",
  "Backups",
  "Disaster recovery",
  "Costs",
  "Runbooks",
  "Audit",
  "Settings",
];

test("every page can be reached from the navigation and keeps the environment", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await page.goto("/staging");
  for (const name of links) {
    await page.getByRole("navigation").getByRole("link", { name, exact: true }).first().click();
    await expect(page).toHaveURL(/\/staging/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  }
});

test("a person who is not signed in is sent to sign in and then back", async ({ page }) => {
  await page.goto("/production/rollouts");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole("button", { name: "Vera Viewer" }).click();
  await expect(page).toHaveURL(/\/production\/rollouts/);
});

test("the palette and the shortcuts lead to pages", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  // The page listens once it is hydrated, which a person is never quick enough to notice.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await expect(page).toHaveURL(/\/production\/rollouts/, { timeout: 1000 });
  }).toPass();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Deployments");
  // What is typed while the palette still opens is kept and is no shortcut.
  await expect(page.getByRole("dialog", { name: "Search and commands" }).getByRole("combobox")).toHaveValue(
    "Deployments",
  );
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/deployments/);
});

test("the palette closes with Escape and gives the focus back", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await page.goto("/production/rollouts");
  const columns = page.getByRole("button", { name: "Columns" });
  await expect(async () => {
    await columns.focus();
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(columns).toBeFocused();
});

test("the first response already holds the rows", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  const response = await page.request.get("/production/deployments");
  expect(await response.text()).toContain("notification-service");
});

test("a dialog gives the focus back to what opened it", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await page.goto("/production/deployments");
  const save = page.getByRole("button", { name: "Save view" });
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await expect(async () => {
    await save.click();
    await expect(dialog).toBeVisible({ timeout: 1000 });
  }).toPass();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(save).toBeFocused();
});

test("a browser whose clock is wrong shows the times of the server", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await page.clock.install({ time: Date.now() + 5 * 60 * 60_000 });
  await page.goto("/production");
  const indicator = page.locator("output[data-live=live]");
  await expect(indicator).toContainText(/as of (now|\d+ s ago)/);
});

test("a page of an environment that does not exist says so in the tab too", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await page.goto("/nowhere/deployments");
  await expect(page).toHaveTitle("No such environment · Horizon");
  await page.goto("/staging/deployments");
  await expect(page).toHaveTitle("Deployments · Horizon");
});

test("an address of a change that is none says so, and offers no second try", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await page.goto("/production/changes/mistyped");
  await expect(page.getByText("Not found")).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await page.getByRole("main").getByRole("link", { name: "Changes" }).click();
  await expect(page).toHaveURL(/\/production\/changes$/);
});

test("what waits in another environment than the page's says in which", async ({ signedIn }) => {
  const page = await signedIn("operator");
  const waiting = page.getByRole("region", { name: "Waits for you" }).getByRole("listitem").first();
  await page.goto("/production");
  await expect(waiting).toBeVisible();
  await expect(waiting).not.toContainText("Production");
  await page.goto("/staging");
  await expect(waiting).toContainText("Production");
});

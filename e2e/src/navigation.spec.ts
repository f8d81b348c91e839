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

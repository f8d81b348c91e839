import { changeNewestAuditEntry } from "./change-audit-entry.ts";
import { expect, test } from "./console-test.ts";

test("who signs in as somebody else in another tab has their rights in this one too", async ({
  signedIn,
}) => {
  const page = await signedIn("admin");
  await page.goto("/staging/settings");
  const add = page.getByRole("button", { name: "Add member" });
  await expect(add).not.toHaveAttribute("aria-disabled", "true");
  const other = await page.context().newPage();
  await other.goto("/staging/settings");
  await other.getByRole("button", { name: "Account: Ada Admin" }).click();
  await other.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await other.waitForURL(/sign-in/);
  const ended = page.getByRole("alert").filter({ hasText: "Your session has ended" });
  await expect(ended).toBeVisible({ timeout: 15_000 });
  await other.getByRole("button", { name: "Vera Viewer" }).click();
  await other.waitForURL(/production/);

  await expect(add).toHaveAttribute("aria-disabled", "true", { timeout: 15_000 });
  await expect(ended).toHaveCount(0);
  await expect(page.getByRole("banner").getByText("Reconnecting")).toHaveCount(0, { timeout: 15_000 });
});

test("commands are found by the words that they show, and filters of the audit log are choices", async ({
  signedIn,
}) => {
  const page = await signedIn("viewer");
  await page.goto("/production/audit?action=session.signIn&all=1");
  await expect(page.getByRole("combobox", { name: "Action" })).toHaveValue("session.signIn");
  await expect(page.getByRole("row").filter({ hasText: "admitted" }).first()).toBeVisible();
  await page.getByRole("combobox", { name: "Outcome" }).selectOption("refused");
  await expect(page).toHaveURL(/outcome=refused/);
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: "Search and commands", exact: true }).fill("pause live");
  await page.getByRole("option", { name: "Pause live" }).click();
  await expect(page).toHaveURL(/live=paused/);
});

test("a freeze says of a service's name that nothing has it", async ({ signedIn }) => {
  const page = await signedIn("admin");
  await page.goto("/production/settings");
  await page.getByRole("tab", { name: "Freeze windows" }).click();
  await page.getByRole("button", { name: "Plan freeze" }).click();
  const services = page.getByRole("dialog").getByRole("combobox", { name: "Services", exact: true });
  await services.fill("auth-service, disptue-service");
  await expect(page.getByText("Nothing of this name runs in production: disptue-service.")).toBeVisible();
  await services.fill("auth-service, dispute-service");
  await expect(page.getByText(/Nothing of this name/)).toHaveCount(0);
});

test("a broken audit chain is said with the entry that broke it and what to do", async ({ signedIn }) => {
  const page = await signedIn("viewer");
  await page.goto("/production/audit");
  await page.getByRole("button", { name: "Verify chain" }).click();
  await expect(page.getByText(/entries verified, the chain is whole/)).toBeVisible();
  const { seq, putBack } = await changeNewestAuditEntry();
  try {
    await page.getByRole("button", { name: "Verify chain" }).click();
    const alert = page.getByRole("alert").filter({ hasText: `Entry ${seq} is not what was written` });
    await expect(alert).toContainText(`Entries 1 to ${seq - 1} are whole`);
    await expect(alert).toContainText(`none from ${seq} on can be trusted`);
    await expect(alert).toContainText("compare what follows with the last CSV export or backup");
  } finally {
    await putBack();
  }
  await page.getByRole("button", { name: "Verify chain" }).click();
  await expect(page.getByText(/entries verified, the chain is whole/)).toBeVisible();
});

test("people who open pages at the same moment each get their own, and nobody's else", async ({
  signedIn,
}) => {
  const people = [
    { page: await signedIn("operator"), email: "olive.operator@horizon.example" },
    { page: await signedIn("manager"), email: "mark.manager@horizon.example" },
    { page: await signedIn("viewer"), email: "vera.viewer@horizon.example" },
  ];
  let sent = 0;
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(
      people.flatMap(({ page, email }) =>
        ["/production", "/production/rollouts", "/production/deployments"].map(async (path) => ({
          email,
          text: await (await page.request.get(path)).text(),
        })),
      ),
    );
    for (const { email, text } of answers) {
      // Names stand in pages of others too, as of those who did something; addresses only in one's own, and in none
      // that was sent before the answer came.
      const addresses = [...new Set(text.match(/[\w.]+@horizon\.example/g))];
      expect(addresses.filter((address) => address !== email)).toEqual([]);
      sent += addresses.length;
    }
  }
  expect(sent).toBeGreaterThan(0);
});

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./console-test.ts";

type Provider = "oidc" | "github";

const buttons = { oidc: "Continue with single sign-on", github: "Continue with GitHub" } as const;

/** Goes to the provider and answers there as this account, or with “Cancel”. */
async function comeFrom(
  page: Page,
  provider: Provider,
  account: string | null,
  callbackUrl = "/",
): Promise<void> {
  await page.goto(`/sign-in?${new URLSearchParams({ callbackUrl })}`);
  await page.getByRole("button", { name: buttons[provider] }).click();
  if (provider === "github") {
    await page
      .getByRole("link", { name: account === null ? "Cancel" : `Authorize as ${account}`, exact: true })
      .click();
  } else if (account === null) await page.getByRole("link", { name: /cancel/i }).click();
  else {
    await page.getByPlaceholder(/login/i).fill(account);
    await page.getByPlaceholder(/password/i).fill("any");
    await page.getByRole("button", { name: /sign-in/i }).click();
  }
}

const account = (page: Page, name: string) => page.getByRole("button", { name: `Account: ${name}` });

async function setProvider(name: Provider, state: "up" | "down"): Promise<void> {
  const answer = await fetch(`${process.env.IDENTITY_CONTROL_URL}/${name}/${state}`, { method: "POST" });
  if (!answer.ok) throw new Error(`${name} is not ${state}: ${answer.status}`);
}

test("a member comes from an issuer to the page that they wanted, as who they are here", async ({ page }) => {
  await comeFrom(page, "oidc", "mark", "/staging/deployments?q=auth");
  await expect(page).toHaveURL(/\/staging\/deployments\?q=auth$/);
  await expect(account(page, "Mark Manager")).toBeVisible();
});

test("a member comes from GitHub with an e-mail that the profile does not show", async ({ page }) => {
  await comeFrom(page, "github", "oscar");
  await expect(account(page, "Oscar Oncall")).toBeVisible();
});

for (const [who, provider, login, words] of [
  ["somebody who is no member", "oidc", "stranger", /not a member of Horizon/],
  ["somebody who is no member", "github", "stranger", /not a member of Horizon/],
  ["an admin’s address that was never verified", "oidc", "not-ada", /not verified/],
  ["an admin’s address that was never verified", "github", "not-ada", /not verified/],
  ["somebody who presses Cancel", "oidc", null, /was cancelled/],
  ["somebody who presses Cancel", "github", null, /was cancelled/],
] as const) {
  test(`${who} at ${provider} is told so, and is nobody here`, async ({ page }) => {
    await comeFrom(page, provider, login);
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
    await page.goto("/production/settings");
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  });
}

test("another account with a member’s address is refused until an admin resets the sign-in", async ({
  page,
  browser,
  signedIn,
}) => {
  await comeFrom(page, "oidc", "mark");
  await expect(account(page, "Mark Manager")).toBeVisible();
  const elsewhere = await (await browser.newContext()).newPage();
  await comeFrom(elsewhere, "github", "mark-elsewhere");
  await expect(
    elsewhere.getByRole("alert").filter({ hasText: "signs in with another account" }),
  ).toBeVisible();
  const { violations } = await new AxeBuilder({ page: elsewhere }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const ada = await signedIn("admin");
  await ada.goto("/production/settings");
  await ada.getByRole("button", { name: "Reset sign-in of Mark Manager" }).click();
  await ada.getByRole("textbox", { name: "Reason" }).fill("has a new account");
  await ada.getByRole("dialog").getByRole("button", { name: "Reset sign-in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Your session has ended" })).toBeVisible();
  await comeFrom(elsewhere, "github", "mark-elsewhere");
  await expect(account(elsewhere, "Mark Manager")).toBeVisible();

  await ada.goto("/production/audit");
  await ada.getByRole("checkbox", { name: /All environments/ }).check();
  await expect(
    ada.getByRole("row", { name: /refused.*mark.manager@horizon.example/i }).first(),
  ).toBeVisible();
  await expect(ada.getByRole("row", { name: /admitted.*Mark Manager/i }).first()).toBeVisible();
  await elsewhere.context().close();
});

test("a provider that is gone is said, and the page is good for another try", async ({ page }) => {
  await setProvider("oidc", "down");
  try {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: buttons.oidc }).click();
    await expect(page.getByRole("alert").filter({ hasText: "provider does not answer" })).toBeVisible();
  } finally {
    await setProvider("oidc", "up");
  }
  await expect(page.getByRole("button", { name: buttons.github })).toBeEnabled();
});

test("after signing out a copy of the cookie is worth nothing; everywhere means the other browser too", async ({
  browser,
  signedIn,
}) => {
  const [here, there] = [await signedIn("viewer"), await signedIn("viewer")];
  const copy = await browser.newContext({ storageState: await here.context().storageState() });
  await account(here, "Vera Viewer").click();
  await here.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await expect(here.getByRole("heading", { name: "Sign in to Horizon" })).toBeVisible();
  const thief = await copy.newPage();
  await thief.goto("/production/rollouts?q=auth");
  await thief.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(thief).toHaveURL(/sign-in\?callbackUrl=%2Fproduction%2Frollouts%3Fq%3Dauth/);
  await expect(thief.getByRole("heading", { name: "Sign in to Horizon" })).toBeVisible();
  await copy.close();

  const third = await signedIn("viewer");
  await account(third, "Vera Viewer").click();
  await third.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await expect(there.getByRole("alert").filter({ hasText: "Your session has ended" })).toBeVisible();
});

test("signing in leads nowhere but here, whatever the address asks for", async ({ page }) => {
  for (const callbackUrl of ["//evil.example/x", "https://evil.example/x", "/\\evil.example"]) {
    await page.context().clearCookies();
    await comeFrom(page, "github", "oscar", callbackUrl);
    await expect(account(page, "Oscar Oncall")).toBeVisible();
    expect(new URL(page.url()).origin).toBe(new URL(process.env.CONSOLE_URL ?? "").origin);
  }
});

test("an answer that nobody here asked for signs nobody in", async ({ page }) => {
  await page.goto("/api/auth/callback/github?code=stolen&state=forged");
  await expect(page.getByRole("alert").filter({ hasText: "did not finish" })).toBeVisible();
  for (const action of ["session", "_log", "signout"]) {
    expect((await page.request.get(`/api/auth/${action}`)).status()).toBe(404);
  }
});

import type { Locator, Page } from "@playwright/test";

export interface TestMember {
  username: string;
  password: string;
}

/** What says that it is a user name, or is the text beside a password. */
const usernameFields = [
  'input:is([autocomplete~="username"], [type="email"], [name="username"])',
  'form:has(input[type="password"]) input:is([type="text"], :not([type]))',
].join(", ");

/**
 * Signs in where the console sends people: an identity provider's own pages, with the user name and the password on one page or on two.
 * Fields are found by what they are for, as password managers find them.
 *
 * @throws Error that says which step failed and where. Never the cause: Playwright's errors repeat what was typed.
 */
export async function signInWithPassword(
  page: Page,
  { username, password }: TestMember,
  fieldMs = 20_000,
): Promise<void> {
  const steps: [name: string, field: Locator, text: string][] = [
    ["user name", page.locator(usernameFields).first(), username],
    ["password", page.locator('input[type="password"]').first(), password],
  ];
  for (const [name, field, text] of steps) {
    const done = await type(page, field, text, name === "password", fieldMs).catch(() => false);
    if (done) continue;
    const { host } = new URL(page.url());
    // What is on the page may be in the report of a failure.
    await page.goto("about:blank");
    throw new Error(`Signing in stopped at the ${name}, on ${host}.`);
  }
}

async function type(
  page: Page,
  field: Locator,
  text: string,
  isLast: boolean,
  timeout: number,
): Promise<true> {
  await field.fill(text, { timeout });
  const next = page.locator('input[type="password"]').first();
  if (isLast || !(await next.isVisible())) await field.press("Enter", { timeout });
  return true;
}

import { type BrowserContext, test as base, type Page } from "@playwright/test";
import { signInWithPassword } from "./sign-in-with-password.ts";

const { DEPLOYED_ENVIRONMENT, DEPLOYED_COMMIT, TEST_MEMBER_USERNAME, TEST_MEMBER_PASSWORD } = process.env;

/** Where these tests look. They change nothing, so they run against what people use, and on a whole Horizon of their own. */
export const environments = DEPLOYED_ENVIRONMENT ? [DEPLOYED_ENVIRONMENT] : ["production", "staging"];

/** The commit that must be running; null where nothing was deployed. */
export const commit = DEPLOYED_COMMIT || null;

/** `visitor` is signed in as a member who may look and nothing else. One sign-in serves all tests. */
export const test = base.extend<
  { visitor: Page },
  { session: Awaited<ReturnType<BrowserContext["storageState"]>> }
>({
  session: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ baseURL: process.env.CONSOLE_URL ?? "" });
      const page = await context.newPage();
      await page.goto("/sign-in");
      if (DEPLOYED_ENVIRONMENT) {
        if (!TEST_MEMBER_USERNAME || !TEST_MEMBER_PASSWORD)
          throw new Error("Set TEST_MEMBER_USERNAME and TEST_MEMBER_PASSWORD: nobody signs in without them.");
        await page.getByRole("button", { name: "Continue with single sign-on" }).click();
        await signInWithPassword(page, { username: TEST_MEMBER_USERNAME, password: TEST_MEMBER_PASSWORD });
      } else await page.getByRole("button", { name: "Vera Viewer" }).click();
      await page.getByRole("navigation").first().waitFor();
      const session = await context.storageState();
      await context.close();
      await use(session);
    },
    { scope: "worker" },
  ],
  visitor: async ({ browser, session }, use) => {
    const context = await browser.newContext({
      storageState: session,
      viewport: { width: 1440, height: 900 },
    });
    await use(await context.newPage());
    await context.close();
  },
});

export { expect } from "@playwright/test";

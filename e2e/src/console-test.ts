import { type BrowserContext, test as base, type Page } from "@playwright/test";
import { callScenario, switchController } from "./lab-control.ts";
import { type CanaryName, canaryFor } from "./start-canaries.ts";

export type PersonRole = "viewer" | "manager" | "operator" | "oncall" | "admin";

const people: Record<PersonRole, string> = {
  viewer: "Vera Viewer",
  manager: "Mark Manager",
  operator: "Olive Operator",
  oncall: "Oscar Oncall",
  admin: "Ada Admin",
};

export interface Lab {
  /** Calls a scenario up and resolves when the lab has applied it. */
  scenario(name: string): Promise<string>;
  /** Stops or starts a controller of production, such as that of rollouts. */
  controller(name: string, running: boolean): Promise<void>;
  /** The service whose canary is for this test alone; it may still be on its way to the first gate. */
  canary(name: CanaryName): string;
}

/** Browser tests run against a whole Horizon; `signedIn` opens a fresh browser as one of the seeded people. */
export const test = base.extend<{ signedIn: (role: PersonRole) => Promise<Page>; lab: Lab }>({
  signedIn: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      contexts.push(context);
      const page = await context.newPage();
      await signIn(page, role);
      return page;
    });
    for (const context of contexts) await context.close();
  },
  // Playwright demands a destructured first argument even where no fixture is used.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  lab: async ({}, use) => {
    await use({ scenario: callScenario, controller: switchController, canary: canaryFor });
  },
});

export { expect } from "@playwright/test";

async function signIn(page: Page, role: PersonRole): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: people[role] }).click();
  await page.waitForURL(/\/production/);
}

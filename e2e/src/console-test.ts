import { type BrowserContext, test as base, type Page } from "@playwright/test";

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
  /** Deploys a sound release to a service that has no canary; resolves with the service's name. */
  startCanary(): Promise<string>;
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
    await use({ scenario: callScenario, controller: switchController, startCanary });
  },
});

export { expect } from "@playwright/test";

async function signIn(page: Page, role: PersonRole): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: people[role] }).click();
  await page.waitForURL(/\/production/);
}

async function callScenario(name: string): Promise<string> {
  const response = await fetch(`${process.env.LAB_CONTROL_URL}/scenarios/${name}`, { method: "POST" });
  const { message } = (await response.json()) as { message: string };
  if (!response.ok) throw new Error(`scenario ${name}: ${message}`);
  return message;
}

async function switchController(name: string, running: boolean): Promise<void> {
  const response = await fetch(`${process.env.LAB_CONTROL_URL}/clusters/production/controllers`, {
    method: "POST",
    body: JSON.stringify({ name, running }),
  });
  if (!response.ok) throw new Error(`controller ${name}: ${await response.text()}`);
}

async function startCanary(): Promise<string> {
  const [service = ""] = (await callScenario("good-canary")).split(" ");
  return service;
}

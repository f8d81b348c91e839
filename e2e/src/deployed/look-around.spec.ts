import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { commit, environments, expect, test } from "./visitor-test.ts";

const services = [
  "api-gateway",
  "auth-service",
  "billing-service",
  "credit-service",
  "customer-service",
  "dispute-service",
  "notification-service",
  "worker-service",
];

async function axeFinds(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(" ")}`);
}

test("who is not signed in is sent to sign in, and learns nothing", async ({ page }) => {
  await page.goto(`/${environments[0]}/deployments`);
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to Horizon");
  await expect(page.getByText(services[0] ?? "")).toHaveCount(0);
  expect(await axeFinds(page)).toEqual([]);
});

for (const environment of environments) {
  test(`${environment}: the overview shows every service, and is live`, async ({ visitor }) => {
    await visitor.goto(`/${environment}`);
    const table = visitor.getByRole("region", { name: "Services" });
    for (const service of services) {
      const row = table.getByRole("row").filter({ hasText: service });
      await expect(row).toHaveCount(1);
      await expect(row).not.toContainText(/Not in this environment|Unknown/);
    }
    await expect(visitor.locator("[data-live]").first()).toHaveAttribute("data-live", "live");
    expect(await axeFinds(visitor)).toEqual([]);
  });

  test(`${environment}: deployments are listed, and run what was deployed`, async ({ visitor }) => {
    await visitor.goto(`/${environment}/deployments`);
    for (const service of services) {
      const row = visitor
        .getByRole("row")
        .filter({ has: visitor.getByRole("link", { name: service, exact: true }) });
      await expect(row).toHaveCount(1);
      // The images of a row, with tag and digest, are its version's hint.
      if (commit) await expect(row.locator(`[data-tip*="${commit}"]`)).not.toHaveCount(0);
    }
    expect(await axeFinds(visitor)).toEqual([]);
  });

  test(`${environment}: a workload has pods, logs and a way to see what may not be done`, async ({
    visitor,
  }) => {
    await visitor.goto(`/${environment}/deployments`);
    await visitor.getByRole("link", { name: "worker-service", exact: true }).first().click();
    await expect(visitor.getByRole("heading", { level: 1 })).toContainText("worker-service");
    const restart = visitor.getByRole("button", { name: "Restart" }).first();
    await expect(restart).toHaveAttribute("aria-disabled", "true");
    await expect(restart).toHaveAccessibleDescription(/viewer/i);
    await visitor.getByRole("tab", { name: /^Pods/ }).click();
    await expect(visitor.getByRole("row").filter({ hasText: "Running" }).first()).toBeVisible();
    await visitor.getByRole("tab", { name: /^Logs/ }).click();
    await expect(visitor.getByRole("log")).toContainText(/\S/);
    expect(await axeFinds(visitor)).toEqual([]);
  });

  test(`${environment}: canaries are shown step by step, where services are released by canary`, async ({
    visitor,
  }) => {
    await visitor.goto(`/${environment}/rollouts`);
    await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Rollouts");
    // Staging releases by plain Deployments (k8s/components/plain-deployments).
    if (environment === "staging") {
      await expect(visitor.getByText("No rollouts here")).toBeVisible();
      return;
    }
    await visitor.getByRole("link", { name: "api-gateway", exact: true }).first().click();
    await expect(visitor.getByRole("heading", { level: 1 })).toContainText("api-gateway");
    await expect(visitor.getByTestId("current-step").or(visitor.getByText("Healthy")).first()).toBeVisible();
    await expect(visitor.getByRole("button", { name: "Promote", exact: true })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    expect(await axeFinds(visitor)).toEqual([]);
  });
}

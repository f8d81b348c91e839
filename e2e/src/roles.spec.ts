import { expect, type PersonRole, test } from "./console-test.ts";

const workload = "/production/deployments/Deployment/horizon-production/notification-service";
const may: Record<PersonRole, boolean> = {
  viewer: false,
  manager: false,
  operator: true,
  oncall: true,
  admin: true,
};

for (const [role, allowed] of Object.entries(may) as [PersonRole, boolean][]) {
  test(`${role} ${allowed ? "may" : "may not"} act on workloads, and is told why when not`, async ({
    signedIn,
  }) => {
    const page = await signedIn(role);
    await page.goto(workload);
    const restart = page.getByRole("button", { name: "Restart" }).first();
    if (allowed) {
      await expect(restart).not.toHaveAttribute("aria-disabled", "true");
    } else {
      await expect(restart).toHaveAttribute("aria-disabled", "true");
      await expect(restart).toHaveAccessibleDescription(new RegExp(role, "i"));
    }
  });
}

test.describe("on a touch screen", () => {
  test.use({ hasTouch: true });

  test("a tap on an action that is off says why, and a tap elsewhere ends that", async ({ signedIn }) => {
    const page = await signedIn("manager");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/production/rollouts/horizon-production/dispute-service");
    const promote = page.getByRole("button", { name: "Promote", exact: true });
    const tip = page
      .getByRole("tooltip")
      .filter({ hasText: "Your role (manager) may not promote a rollout" });
    // The page listens once it is hydrated.
    await expect(async () => {
      await promote.tap({ force: true });
      await expect(tip).toBeVisible({ timeout: 1000 });
    }).toPass();
    await page.getByRole("heading", { level: 1 }).tap();
    await expect(tip).toBeHidden();
  });
});

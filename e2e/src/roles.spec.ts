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

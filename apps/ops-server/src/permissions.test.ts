import { actionNames, roles } from "@horizon/contracts";
import { describe, expect, it } from "vitest";
import { isApprovalRequired, isPermitted, isReasonRequired, listPermittedActions } from "./permissions.ts";

const settings = actionNames.filter((name) => /^(member|freezeWindow)\./.test(name));
const cluster = actionNames.filter((name) => !settings.includes(name));

describe("permissions", () => {
  it.each(["viewer", "manager"] as const)("%s may change nothing anywhere", (role) => {
    for (const action of actionNames) {
      for (const tier of ["production", "nonproduction", null] as const) {
        expect(isPermitted(role, action, tier), `${action} in ${tier}`).toBe(false);
      }
    }
  });

  it.each(["operator", "oncall", "admin"] as const)("%s may act on every workload and rollout", (role) => {
    for (const tier of ["production", "nonproduction"] as const) {
      expect(listPermittedActions(role, tier)).toEqual(cluster);
    }
  });

  it("lets only admins edit members and freeze windows", () => {
    for (const action of settings) {
      expect(roles.filter((role) => isPermitted(role, action, null))).toEqual(["admin"]);
    }
  });

  it("never grants a cluster action without an environment, nor a settings action in one", () => {
    for (const action of cluster) expect(isPermitted("admin", action, null)).toBe(false);
    for (const action of settings) expect(isPermitted("admin", action, "production")).toBe(false);
  });

  it("asks for a second person only to promote fully in production", () => {
    const asked = actionNames.flatMap((action) =>
      (["production", "nonproduction", null] as const)
        .filter((tier) => isApprovalRequired(action, tier))
        .map((tier) => `${action} ${tier}`),
    );
    expect(asked).toEqual(["rollout.promoteFull production"]);
  });

  it("asks for a reason in production and for Horizon's own settings", () => {
    expect([
      isReasonRequired("production"),
      isReasonRequired(null),
      isReasonRequired("nonproduction"),
    ]).toEqual([true, true, false]);
  });
});

import { expect, test } from "vitest";
import { decideStaffChange, type StaffChange, type StaffMember } from "./staff-change.ts";

const agent: StaffMember = { id: "agent", role: "agent", isDisabled: false };
const admin: StaffMember = { id: "admin", role: "admin", isDisabled: false };

test.each<[string, StaffChange, StaffMember, string, number, string]>([
  ["agent to billing", { role: "billing" }, agent, "admin", 1, "apply"],
  ["agent stays agent", { role: "agent" }, agent, "admin", 1, "nothing"],
  ["agent disabled", { disabled: true }, agent, "admin", 0, "apply"],
  ["agent enabled", { disabled: false }, { ...agent, isDisabled: true }, "admin", 1, "apply"],
  ["agent to admin", { role: "admin" }, agent, "admin", 1, "needs_second_person"],
  ["own role raised", { role: "admin" }, agent, "agent", 1, "own_account"],
  ["own role lowered", { role: "auditor" }, admin, "admin", 1, "own_account"],
  ["own account disabled", { disabled: true }, admin, "admin", 1, "own_account"],
  ["one of two admins demoted", { role: "agent" }, admin, "other", 1, "apply"],
  ["the last admin demoted", { role: "agent" }, admin, "other", 0, "last_admin"],
  ["the last admin disabled", { disabled: true }, admin, "other", 0, "last_admin"],
  [
    "a disabled admin enabled",
    { disabled: false },
    { ...admin, isDisabled: true },
    "other",
    1,
    "needs_second_person",
  ],
  ["a disabled admin made agent", { role: "agent" }, { ...admin, isDisabled: true }, "other", 0, "apply"],
  ["promoted and disabled at once", { role: "admin", disabled: true }, agent, "admin", 1, "apply"],
])("ASVS 8.2.1: %s", (_name, change, target, actor, otherAdmins, decision) => {
  expect(decideStaffChange(change, target, actor, otherAdmins)).toBe(decision);
});

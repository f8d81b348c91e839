import { expect, test } from "vitest";
import { listMedicalPolicies, medicalPolicies } from "./medical-policy.ts";

const rulesOn = (on: string, state: string | null = "IL", policies = medicalPolicies) =>
  listMedicalPolicies({ bureau: "EXP", state, on }, policies).map(({ rule }) => rule);

test.each([
  ["2022-06-30", []],
  ["2022-07-01", ["paid", "under_1y"]],
  ["2023-04-10", ["paid", "under_1y"]],
  ["2023-04-11", ["paid", "under_1y", "under_500"]],
])("FCRA-15 on %s bureaus say that they leave out: %j", (on, rules) => {
  expect(rulesOn(on)).toEqual(rules);
});

test("FCRA-15 the ban of a state counts in that state alone, and only once a lawyer has read it", () => {
  expect(rulesOn("2026-11-01", "NY")).not.toContain("state_ban");
  const reviewed = medicalPolicies.map((policy) => ({ ...policy, reviewedOn: "2026-11-23" }));
  expect(rulesOn("2026-11-01", "NY", reviewed)).toContain("state_ban");
  expect(rulesOn("2026-11-01", "IL", reviewed)).not.toContain("state_ban");
});

import { expect, test } from "vitest";
import { obsolescenceIsExempt, obsolescenceOf } from "./obsolescence.ts";

test("FCRA-14 the seven years of a collection begin 180 days after the delinquency did", () => {
  expect(obsolescenceOf("collection_or_charge_off", "2019-06-15")).toEqual({
    statutoryObsoleteOn: "2026-12-12",
    bureauPracticeOn: "2026-06-15",
  });
});

test.each([
  ["bankruptcy", "2016-12-01", undefined, "2026-12-01"],
  ["suit_or_judgment", "2019-11-30", undefined, "2026-11-30"],
  ["suit_or_judgment", "2019-11-30", 12, "2031-11-30"],
  ["paid_tax_lien", "2020-02-29", undefined, "2027-02-28"],
  ["other_adverse", "2019-12-01", undefined, "2026-12-01"],
  ["conviction", "1990-01-01", undefined, null],
] as const)("FCRA-13 %s of %s (limitation %s) is obsolete from %s", (kind, on, limitation, obsoleteOn) => {
  expect(obsolescenceOf(kind, on, limitation).statutoryObsoleteOn).toBe(obsoleteOn);
});

test("FCRA-13 large credit, life insurance and salaries are exempt", () => {
  expect(obsolescenceIsExempt({ creditDollars: 149_999, salaryDollars: 74_999 })).toBe(false);
  expect(obsolescenceIsExempt({ creditDollars: 150_000 })).toBe(true);
  expect(obsolescenceIsExempt({ lifeInsuranceDollars: 150_000 })).toBe(true);
  expect(obsolescenceIsExempt({ salaryDollars: 75_000 })).toBe(true);
});

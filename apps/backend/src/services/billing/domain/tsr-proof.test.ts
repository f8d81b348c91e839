import { expect, test } from "vitest";
import { isLaterThanSixMonths, isProofDue } from "./tsr-proof.ts";

test.each([
  ["2026-08-31", "2027-02-28", false],
  ["2026-08-31", "2027-03-01", true],
  ["2026-01-15", "2026-07-15", false],
  ["2026-01-15", "2026-07-16", true],
])("TSR-1 result %s, report %s: %s", (resultOn, issuedOn, expected) => {
  expect(isLaterThanSixMonths(resultOn, issuedOn)).toBe(expected);
});

test.each([
  ["on the day after six months", "phone", "2027-05-02", "2027-07-16", true],
  ["not on the last day of the six months", "phone", "2027-05-02", "2027-07-15", false],
  ["not while the promised time runs", "mixed", "2027-07-20", "2027-07-20", false],
  ["the day after it", "mixed", "2027-07-20", "2027-07-21", true],
  ["never where no time was stated: doubt", "unknown", null, "2028-01-01", false],
  ["never for an online sale", "online", "2027-05-02", "2027-07-16", false],
])("TSR-1 a proof is due %s", (_name, saleChannel, promisedEnd, today, due) => {
  expect(isProofDue({ saleChannel, promisedEnd }, "2027-01-15", today)).toBe(due);
});

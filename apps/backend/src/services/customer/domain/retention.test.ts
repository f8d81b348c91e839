import { expect, test } from "vitest";
import { findRetentionRefusal, retainUntil } from "./retention.ts";

test("CROA-2 CROA-13 evidence is kept for six years, GLB-5 what is no evidence for two", () => {
  expect(retainUntil("croa_evidence", "2026-11-29")).toBe("2032-11-29");
  expect(retainUntil("croa_evidence", "2028-02-29")).toBe("2034-02-28");
  expect(retainUntil("customer", "2026-11-29")).toBe("2028-11-29");
});

test.each([
  [false, "2032-11-29", "2032-11-28", { reason: "retained", until: "2032-11-29" }],
  [false, "2032-11-29", "2032-11-29", null],
  [false, null, "2026-11-29", null],
  [true, null, "2040-01-01", { reason: "legal_hold" }],
  [true, "2032-11-29", "2040-01-01", { reason: "legal_hold" }],
])("PRIV-3 GLB-5 hold %s, kept until %s, deleted on %s: %o", (legalHold, until, today, expected) => {
  expect(findRetentionRefusal({ legalHold, retainUntil: until }, today)).toEqual(expected);
});

test.each([
  ["2026-11-29", "2031-11-29"],
  ["2028-02-29", "2033-02-28"],
])("TSR-4 what was last used on %s is kept until %s", (usedTo, until) => {
  expect(retainUntil("tsr", usedTo)).toBe(until);
});

import { expect, test } from "vitest";
import { obsolescenceOfDelinquency, obsolescenceOfRecord } from "./obsolescence.ts";

test.each([
  ["2019-06-15", "2026-12-12", "2026-06-15"],
  ["2019-09-04", "2027-03-02", "2026-09-04"],
  ["2020-02-29", "2027-08-27", "2027-02-28"],
])("FCRA-14 a delinquency of %s is obsolete from %s, not from %s", (dofd, statutory, practice) => {
  expect(obsolescenceOfDelinquency(dofd)).toEqual({
    statutoryObsoleteOn: statutory,
    bureauPracticeOn: practice,
  });
});

const record = { chapter: null, filedOn: "2018-02-28", paidOn: null } as const;
test.each([
  ["a chapter 7", { ...record, kind: "bankruptcy", chapter: "7" }, "2028-02-28", "2028-02-28"],
  ["a chapter 13", { ...record, kind: "bankruptcy", chapter: "13" }, "2028-02-28", "2025-02-28"],
  ["a judgment", { ...record, kind: "judgment" }, "2025-02-28", "2025-02-28"],
  ["a paid lien", { ...record, kind: "tax_lien", paidOn: "2019-05-31" }, "2026-05-31", "2026-05-31"],
] as const)("FCRA-13 %s", (_name, fields, statutory, practice) => {
  expect(obsolescenceOfRecord(fields)).toEqual({
    statutoryObsoleteOn: statutory,
    bureauPracticeOn: practice,
  });
});

test("FCRA-13 an unpaid lien, or a record without its date, has no end", () => {
  expect(obsolescenceOfRecord({ ...record, kind: "tax_lien" })).toBeNull();
  expect(obsolescenceOfRecord({ ...record, kind: "bankruptcy", filedOn: null })).toBeNull();
});

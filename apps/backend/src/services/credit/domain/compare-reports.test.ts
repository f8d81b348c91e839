import { expect, test } from "vitest";
import { sampleTradeline } from "../../../testing/credit-reports/sample-report.ts";
import { compareReports } from "./compare-reports.ts";

const kept = sampleTradeline();
const gone = sampleTradeline({ furnisherName: "GONE BANK" });
const fresh = sampleTradeline({ furnisherName: "NEW BANK" });

test("what was added, removed and changed", () => {
  const paid = { ...kept, balanceCents: 0, status: "13" as const };
  expect(compareReports([kept, gone], [paid, fresh], [])).toEqual({
    added: [fresh],
    removed: [gone],
    changed: [
      {
        before: kept,
        after: paid,
        fields: [
          { field: "status", before: "11", after: "13" },
          { field: "balanceCents", before: 45_000, after: 0 },
        ],
      },
    ],
    reinserted: [],
  });
});

test("FCRA-7 what a bureau had deleted and reports again is reinserted, not added", () => {
  const again = { ...gone, balanceCents: 1 };
  expect(compareReports([kept], [kept, again], [gone])).toMatchObject({ added: [], reinserted: [again] });
  expect(compareReports([kept], [kept, { ...again, bureau: "EFX" as const }], [gone]).reinserted).toEqual([]);
});

test("an account whose number or furnisher's spelling changed is the same account", () => {
  const renumbered = { ...kept, accountNumber: "7777****", furnisherName: "Example Bk NA" };
  expect(compareReports([kept], [renumbered], [])).toMatchObject({
    added: [],
    removed: [],
    changed: [{ fields: [{ field: "accountNumber", before: "4000****", after: "7777****" }] }],
  });
});

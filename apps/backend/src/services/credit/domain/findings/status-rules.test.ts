import { describe, expect, test } from "vitest";
import { audited, found } from "../../../../testing/credit-reports/audited-report.ts";
import { sampleTradeline as account } from "../../../../testing/credit-reports/sample-report.ts";

describe("rules about disputes that there were", () => {
  test("M22 a dispute flag that stays after the outcome", () => {
    const rows = [account({ complianceCode: "XB", asOfOn: "2026-11-01" })];
    const resolved = (resolvedOn: string) => new Map([["e0", { resolvedOn }]]);
    expect(found(audited(rows, { resolvedBefore: resolved("2026-09-15") }), "M22")).toMatchObject([
      { ground: "incomplete" },
    ]);
    expect(found(audited(rows, { resolvedBefore: resolved("2026-11-05") }), "M22")).toEqual([]);
    const done = [account({ complianceCode: "XH", disputeFlag: true })];
    expect(found(audited(done, { resolvedBefore: resolved("2026-09-15") }), "M22")).toEqual([]);
  });

  test.each([
    ["it says that it is not", { disputeFlag: false, complianceCode: null }, "2026-10-01", 1],
    ["its code says that it was", { complianceCode: "XH" }, "2026-10-01", 1],
    ["its code says that it is", { complianceCode: "XB" }, "2026-10-01", 0],
    ["it says that it is", { disputeFlag: true, complianceCode: null }, "2026-10-01", 0],
    ["it says nothing", { disputeFlag: null, complianceCode: null }, "2026-10-01", 0],
    ["the furnisher could not know yet", { disputeFlag: false, complianceCode: null }, "2026-10-23", 0],
    ["the furnisher has known for a day", { disputeFlag: false, complianceCode: null }, "2026-10-22", 1],
  ] as const)("M25 FCRA-21 under dispute, and %s", (_name, row, openedOn, count) => {
    // Five business days from Thursday 2026-10-22 are over on 10-29, from Friday on 10-30.
    const rows = [account({ ...row, asOfOn: "2026-10-30" })];
    const disputedSince = new Map([["e0", { openedOn }]]);
    expect(found(audited(rows, { disputedSince }), "M25")).toHaveLength(count);
    expect(found(audited(rows), "M25")).toEqual([]);
  });

  test("M23 FCRA-7 what was deleted and is there again", () => {
    const deletedBefore = new Map([["e0", { deletedOn: "2026-08-01" }]]);
    expect(found(audited([account()], { deletedBefore }), "M23")).toMatchObject([
      { ground: "reinserted", law: "FCRA-7", severity: "high" },
    ]);
    expect(found(audited([account()]), "M23")).toEqual([]);
  });
});

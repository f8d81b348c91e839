import { describe, expect, test } from "vitest";
import { audited, found, lost, type Row } from "../../../../testing/credit-reports/audited-report.ts";
import { sampleTradeline as account } from "../../../../testing/credit-reports/sample-report.ts";
import { findViolations } from "./find-violations.ts";

test("a report in order has no findings", () => {
  expect(
    findViolations(audited([account(), account({ bureau: "EXP" }), account({ bureau: "EFX" })])),
  ).toEqual([]);
});

describe("rules about one row: it fires, and with one fact changed it does not", () => {
  const cases: [rule: string, ground: string | null, row: Row, fact: Row][] = [
    ["M01", "past_due_wrong", { status: "11", pastDueCents: 100 }, { pastDueCents: 0 }],
    ["M02", "chargeoff_amount_wrong", { ...lost, chargeOffCents: null }, { chargeOffCents: 90_000 }],
    ["M03", "incomplete", { ...lost, dofdOn: null, openedOn: "2023-01-01" }, { dofdOn: "2024-03-01" }],
    ["M05", "dofd_wrong", { ...lost, openedOn: "2024-03-02" }, { openedOn: "2024-03-01" }],
    [
      "M05",
      "dofd_wrong",
      { ...lost, dofdOn: "2026-11-02", openedOn: "2020-01-01" },
      { dofdOn: "2026-10-31" },
    ],
    ["M06", "balance_wrong", { status: "62", balanceCents: 1, dofdOn: "2024-03-01" }, { balanceCents: 0 }],
    ["M07", "date_closed_wrong", { status: "13", open: false, balanceCents: 0 }, { closedOn: "2025-01-01" }],
    ["M08", "incomplete", { portfolio: "C", accountType: "18" }, { accountType: "89" }],
    ["M09", "bankruptcy_included", { bankruptcyCode: "E" }, { balanceCents: 0, pastDueCents: 0 }],
    ["M09", "bankruptcy_included", { bankruptcyCode: "H" }, { bankruptcyCode: "D" }],
    [
      "M10",
      "late_payment_wrong",
      { status: "13", balanceCents: 0, closedOn: "2026-05-10", history: "000100", historyFrom: "2026-10" },
      { closedOn: "2026-07-01" },
    ],
    ["M12", "transferred_sold", { status: "05" }, { balanceCents: 0 }],
    ["M12", "transferred_sold", { specialComment: "AH" }, { specialComment: "CP" }],
    ["M17", "limit_wrong", { limitCents: null }, { accountType: "07" }],
    ["M18", "authorised_user", { ...lost, ecoa: "3" }, { ecoa: "1" }],
    ["M19", "deceased_wrong", { ecoa: "X" }, { ecoa: "1" }],
    ["M24", "status_wrong", { ...lost, history: "000", historyFrom: "2026-10" }, { history: "L00" }],
    [
      "M24",
      "status_wrong",
      { status: "80", dofdOn: "2026-08-01", history: "100", historyFrom: "2026-10" },
      { history: "210" },
    ],
  ];
  test.each(cases)("%s → %s", (rule, ground, row, fact) => {
    const [finding] = found(audited([account(row)]), rule);
    expect(finding).toMatchObject({ rule, ground, state: "open", elementId: "e0", bureau: "TUC" });
    expect(finding?.evidence.length).toBeGreaterThan(0);
    expect(found(audited([account({ ...row, ...fact })]), rule)).toEqual([]);
  });

  test("M02 and M03 accuse nobody where the format has no such field: there the date is asked for", () => {
    const row = account({ ...lost, chargeOffCents: null, dofdOn: null });
    const report = audited([row], { format: "truelink_json" });
    expect(found(report, "M02")).toEqual([]);
    expect(found(report, "M03")).toMatchObject([{ state: "needs_dofd", ground: null }]);
  });
});

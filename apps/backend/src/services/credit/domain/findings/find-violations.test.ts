import { describe, expect, test } from "vitest";
import {
  sampleCollection,
  sampleInquiry,
  samplePublicRecord,
  sampleTradeline,
} from "../../../../testing/credit-reports/sample-report.ts";
import type { ReportedTradeline } from "../report/credit-report.ts";
import { findViolations } from "./find-violations.ts";
import type { AuditedReport } from "./finding.ts";

type Row = Partial<ReportedTradeline>;

const withIds = <T extends object>(items: readonly T[]) =>
  items.map((item, index) => ({ ...item, id: `e${index}` }));

function audited(rows: readonly ReportedTradeline[], fields: Partial<AuditedReport> = {}): AuditedReport {
  return {
    format: "mismo_xml",
    asOf: "2026-11-20",
    state: "IL",
    tradelines: withIds(rows),
    inquiries: [],
    publicRecords: [],
    personalInfo: [],
    earlierDofd: new Map(),
    deletedBefore: new Map(),
    disputedSince: new Map(),
    resolvedBefore: new Map(),
    ...fields,
  };
}

const found = (report: AuditedReport, rule: string) =>
  findViolations(report).filter((finding) => finding.rule === rule);
const account = sampleTradeline;
const lost: Row = {
  status: "97",
  open: null,
  dofdOn: "2024-03-01",
  chargeOffCents: 90_000,
  history: "LLLLLL",
  asOfOn: "2026-11-01",
};

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

  test("M05 a collector opens its account after the delinquency", () => {
    expect(found(audited([sampleCollection({ dofdOn: "2023-01-01" })]), "M05")).toEqual([]);
  });
});

describe("rules that remember", () => {
  test("M04 FCRA-14 a date of first delinquency that moved to a later one is re-aging; one that moved back is not", () => {
    const earlier = (dofdOn: string) => new Map([["e0", { dofdOn, pulledOn: "2026-05-01" }]]);
    const rows = [account(lost)];
    expect(found(audited(rows, { earlierDofd: earlier("2023-09-01") }), "M04")).toMatchObject([
      { ground: "reaged", law: "FCRA-14" },
    ]);
    expect(found(audited(rows, { earlierDofd: earlier("2024-03-01") }), "M04")).toEqual([]);
  });

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

describe("M13", () => {
  const on = (asOf: string, row: Row) => found(audited([account({ ...lost, ...row })], { asOf }), "M13");

  test.each([
    ["2026-06-14", []],
    ["2026-06-15", [null]],
    ["2026-12-11", [null]],
    ["2026-12-12", ["obsolete"]],
  ])("FCRA-14 DOFD 2019-06-15 on %s: a letter may claim %j", (asOf, grounds) => {
    expect(on(asOf, { dofdOn: "2019-06-15", openedOn: "2015-01-01" }).map(({ ground }) => ground)).toEqual(
      grounds,
    );
  });

  test("FCRA-14 without the date it needs it, unless the account itself is younger than seven years", () => {
    expect(on("2026-11-20", { dofdOn: null, openedOn: "2016-01-05" })).toMatchObject([
      { state: "needs_dofd", ground: null },
    ]);
    expect(on("2026-11-20", { dofdOn: null, openedOn: "2021-01-05" })).toEqual([]);
    const collection = audited([sampleCollection({ openedOn: "2025-01-01" })]);
    expect(found(collection, "M13")).toMatchObject([{ state: "needs_dofd", elementKind: "collection" }]);
  });

  test("FCRA-13 each late month is obsolete after seven years of its own", () => {
    const row = { status: "11" as const, history: `${"0".repeat(84)}1`, historyFrom: "2026-10" };
    expect(found(audited([account(row)], { asOf: "2026-10-31" }), "M13")).toEqual([]);
    expect(found(audited([account(row)], { asOf: "2026-11-01" }), "M13")).toMatchObject([
      { law: "FCRA-13", ground: "obsolete" },
    ]);
  });

  test("FCRA-13 a bankruptcy after ten years", () => {
    const records = (filedOn: string) => withIds([samplePublicRecord({ filedOn })]);
    expect(found(audited([], { publicRecords: records("2016-11-20") }), "M13")).toMatchObject([
      { elementKind: "public_record" },
    ]);
    expect(found(audited([], { publicRecords: records("2016-11-21") }), "M13")).toEqual([]);
  });
});

describe("M11 the same debt twice", () => {
  const collection = sampleCollection({ originalCreditor: "EXAMPLE WIRELESS" });
  const twice = (other: ReportedTradeline) => found(audited([collection, other]), "M11").length;

  test("with the original creditor, or with another collector", () => {
    expect(twice(account({ furnisherName: "Example Wireless, Inc.", balanceCents: 84_000 }))).toBe(1);
    expect(twice(sampleCollection({ furnisherName: "OTHER COLLECTOR", accountNumber: "12****" }))).toBe(2);
  });
  test("not when the other is paid, at another bureau, or another debt", () => {
    expect(twice(account({ furnisherName: "EXAMPLE WIRELESS", balanceCents: 0 }))).toBe(0);
    expect(twice(account({ furnisherName: "EXAMPLE WIRELESS", bureau: "EXP" }))).toBe(0);
    expect(
      twice(
        sampleCollection({ furnisherName: "OTHER COLLECTOR", accountNumber: "12****", balanceCents: 20_000 }),
      ),
    ).toBe(0);
  });
});

describe("M14 bureaus that disagree", () => {
  const between = (other: Row) => found(audited([account(), account({ bureau: "EXP", ...other })]), "M14");
  test.each([
    ["date_opened_wrong", { openedOn: "2019-04-15" }, { openedOn: "2019-04-14" }],
    ["balance_wrong", { balanceCents: 50_001 }, { balanceCents: 50_000 }],
    [
      "status_wrong",
      { status: "71", dofdOn: "2026-10-01" },
      { status: "71", dofdOn: "2026-10-01", asOfOn: "2026-09-01" },
    ],
    ["not_liable", { ecoa: "2" }, { ecoa: null }],
  ] as [string, Row, Row][])("%s", (ground, odd, even) => {
    expect(between(odd)).toMatchObject([
      { ground, bureau: null, evidence: [{ bureau: "TUC" }, { bureau: "EXP" }] },
    ]);
    expect(between(even)).toEqual([]);
  });
  test("dofd_wrong", () => {
    const rows = [account(lost), account({ ...lost, bureau: "EXP", dofdOn: "2024-04-01" })];
    expect(found(audited(rows), "M14")).toMatchObject([{ ground: "dofd_wrong" }]);
  });
  test("rows of two accounts never disagree", () => {
    expect(found(audited([account(), account({ bureau: "EXP", group: "g2", ecoa: "2" })]), "M14")).toEqual(
      [],
    );
  });
});

describe("M15 FCRA-15 medical collections", () => {
  const medical = (row: Row) =>
    found(audited([sampleCollection({ medical: true, dofdOn: "2024-01-01", ...row })]), "M15").map(
      ({ ground, state }) => ground ?? state,
    );
  test.each([
    ["paid", { status: "62", balanceCents: 0 }, ["medical_paid"]],
    ["under $500", { highBalanceCents: 49_999 }, ["medical_under_500"]],
    ["$500", { highBalanceCents: 50_000 }, []],
    ["under one year", { dofdOn: "2025-11-21" }, ["medical_under_1y"]],
    ["one year", { dofdOn: "2025-11-20" }, []],
    [
      "placed lately, delinquent since nobody knows when",
      { dofdOn: null, openedOn: "2026-05-01" },
      ["needs_dofd"],
    ],
    ["not medical", { medical: false, highBalanceCents: 100 }, []],
  ] as [string, Row, string[]][])("%s", (_name, row, grounds) => {
    expect(medical(row)).toEqual(grounds);
  });
});

describe("rules about the rest of the file", () => {
  test("M16 hard inquiries that are old, or of a company without an account", () => {
    const inquiries = (fields: Parameters<typeof sampleInquiry>[0]) =>
      found(audited([account()], { inquiries: withIds([sampleInquiry(fields)]) }), "M16");
    expect(inquiries({ inquiredOn: "2024-11-20" })).toMatchObject([
      { variant: "old", ground: "inquiry_unauthorised" },
    ]);
    expect(inquiries({ subscriberName: "UNKNOWN MOTORS" })).toMatchObject([{ variant: "unknown" }]);
    expect(inquiries({ inquiredOn: "2024-11-21" })).toEqual([]);
    expect(inquiries({ inquiredOn: "2020-01-01", type: "soft" })).toEqual([]);
  });

  test("M20 what one bureau alone says of the person", () => {
    const info = (
      bureau: "EFX" | "EXP" | "TUC",
      kind: "name" | "alias" | "ssn" | "phone",
      value: string,
    ) => ({ bureau, kind, value, reportedOn: null });
    const findings = found(
      audited([], {
        personalInfo: withIds([
          info("EFX", "name", "AVERY EXAMPLE"),
          info("EXP", "alias", "Avery  Example"),
          info("EXP", "name", "AVERY OTHER"),
          info("EFX", "ssn", "6789"),
          info("TUC", "ssn", "6780"),
          info("TUC", "phone", "555 0100"),
        ]),
      }),
      "M20",
    );
    expect(findings.map(({ elementId, severity }) => [elementId, severity])).toEqual([
      ["e2", "low"],
      ["e3", "high"],
      ["e4", "high"],
    ]);
  });

  test("M21 a judgment or a lien is there; a bankruptcy may be", () => {
    const records = (kind: "judgment" | "tax_lien" | "bankruptcy") =>
      found(
        audited([], { publicRecords: withIds([samplePublicRecord({ kind, filedOn: "2024-01-01" })]) }),
        "M21",
      ).length;
    expect([records("judgment"), records("tax_lien"), records("bankruptcy")]).toEqual([1, 1, 0]);
  });
});

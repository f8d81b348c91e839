import { describe, expect, test } from "vitest";
import { audited, found, lost, type Row } from "../../../../testing/credit-reports/audited-report.ts";
import {
  sampleTradeline as account,
  sampleCollection,
} from "../../../../testing/credit-reports/sample-report.ts";
import type { ReportedTradeline } from "../report/credit-report.ts";

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

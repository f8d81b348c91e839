import { describe, expect, test } from "vitest";
import { audited, found, type Row, withIds } from "../../../../testing/credit-reports/audited-report.ts";
import {
  sampleTradeline as account,
  sampleCollection,
  sampleInquiry,
  samplePublicRecord,
} from "../../../../testing/credit-reports/sample-report.ts";

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

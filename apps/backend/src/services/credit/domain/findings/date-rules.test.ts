import { describe, expect, test } from "vitest";
import {
  audited,
  found,
  lost,
  type Row,
  withIds,
} from "../../../../testing/credit-reports/audited-report.ts";
import {
  sampleTradeline as account,
  sampleCollection,
  samplePublicRecord,
} from "../../../../testing/credit-reports/sample-report.ts";

describe("M04 and M05", () => {
  test("M04 FCRA-14 a date of first delinquency that moved to a later one is re-aging; one that moved back is not", () => {
    const earlier = (dofdOn: string) => new Map([["e0", { dofdOn, pulledOn: "2026-05-01" }]]);
    const rows = [account(lost)];
    expect(found(audited(rows, { earlierDofd: earlier("2023-09-01") }), "M04")).toMatchObject([
      { ground: "reaged", law: "FCRA-14" },
    ]);
    expect(found(audited(rows, { earlierDofd: earlier("2024-03-01") }), "M04")).toEqual([]);
  });

  test("M05 a collector opens its account after the delinquency", () => {
    expect(found(audited([sampleCollection({ dofdOn: "2023-01-01" })]), "M05")).toEqual([]);
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

import { describe, expect, test } from "vitest";
import { isServedThroughout, listMonthsOver, pairSuspensions } from "./contract-months.ts";

const spans = (
  serviceNotBefore: string,
  endedOn: string | null,
  today: string,
  closed = 0,
): [number, string, string, boolean][] =>
  listMonthsOver({ serviceNotBefore, endedOn }, { closed, today }).map(
    ({ number, firstDay, lastDay, isWhole }) => [number, firstDay, lastDay, isWhole],
  );

describe("CA-1789.13 months of service", () => {
  test.each([
    ["none is over on its last day", "2026-11-06", null, "2026-12-05", []],
    [
      "one is over on the day after",
      "2026-11-06",
      null,
      "2026-12-06",
      [[1, "2026-11-06", "2026-12-05", true]],
    ],
    [
      "they follow each other without a gap, also at the ends of short months",
      "2027-01-31",
      null,
      "2027-05-01",
      [
        [1, "2027-01-31", "2027-02-27", true],
        [2, "2027-02-28", "2027-03-30", true],
        [3, "2027-03-31", "2027-04-29", true],
      ],
    ],
    [
      "the end of the contract cuts the last short",
      "2026-11-06",
      "2026-11-20",
      "2026-11-21",
      [[1, "2026-11-06", "2026-11-20", false]],
    ],
    [
      "a contract that ended on a month's last day had a whole month",
      "2026-11-06",
      "2026-12-05",
      "2027-03-01",
      [[1, "2026-11-06", "2026-12-05", true]],
    ],
    ["a contract that ended before service began has none", "2026-11-06", "2026-11-05", "2027-03-01", []],
    ["service that has not begun has none", "2026-11-06", null, "2026-11-05", []],
  ] as const)("%s", (_name, begins, ends, today, months) => {
    expect(spans(begins, ends, today)).toEqual(months);
  });

  test("after days without a worker all come at once, and none that was closed before", () => {
    expect(spans("2026-11-06", null, "2027-02-10", 1).map(([number]) => number)).toEqual([2, 3]);
  });
});

describe("CROA-8 a month counts as service", () => {
  const month = { number: 1, firstDay: "2026-11-06", lastDay: "2026-12-05", isWhole: true };
  test.each([
    ["whole and never suspended", month, [], true],
    ["cut short", { ...month, isWhole: false }, [], false],
    ["suspended in it", month, [{ from: "2026-11-10", to: "2026-11-12" }], false],
    ["suspended on its last day", month, [{ from: "2026-12-05", to: null }], false],
    ["suspended since before it", month, [{ from: "2026-10-01", to: null }], false],
    ["resumed on its first day", month, [{ from: "2026-10-01", to: "2026-11-06" }], false],
    ["suspended and resumed before it", month, [{ from: "2026-10-01", to: "2026-11-05" }], true],
    ["suspended after it", month, [{ from: "2026-12-06", to: null }], true],
  ])("%s: %s", (_name, one, suspensions, served) => {
    expect(isServedThroughout(one, suspensions)).toBe(served);
  });

  test("suspensions are paired; the last may still run, and a stray resumption is none", () => {
    expect(
      pairSuspensions([
        { kind: "resumed", on: "2026-10-01" },
        { kind: "suspended", on: "2026-11-01" },
        { kind: "resumed", on: "2026-11-03" },
        { kind: "suspended", on: "2026-12-01" },
      ]),
    ).toEqual([
      { from: "2026-11-01", to: "2026-11-03" },
      { from: "2026-12-01", to: null },
    ]);
  });
});

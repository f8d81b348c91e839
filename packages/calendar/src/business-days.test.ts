import { describe, expect, test } from "vitest";
import { addBusinessDays, type BusinessCalendar, isBusinessDay, listHolidays } from "./index.ts";
import cases from "./testdata/business-day-cases.json" with { type: "json" };

test("CAL-2 the holidays of 2026 to 2028 and their observed days are those computed independently", () => {
  const ours = [2026, 2027, 2028].flatMap((year) =>
    listHolidays(year).map(({ date, name, kind }) => [date, name, kind]),
  );
  expect(ours).toEqual(cases.holidays);
});

test("CAL-2 New Year 2028 is observed in 2027, and Juneteenth counts from 2021 on", () => {
  expect(isBusinessDay("2027-12-31", "WIDE")).toBe(false);
  expect(isBusinessDay("2027-12-31", "NARROW")).toBe(true);
  expect(listHolidays(2020).map(({ name }) => name)).not.toContain("Juneteenth");
  expect(listHolidays(2021).map(({ name }) => name)).toContain("Juneteenth");
});

test("CAL-1 every date of three years, on both calendars, is what was computed independently", () => {
  const ours = cases.vectors.map(({ date }) => ({
    date,
    wide3: addBusinessDays(date, 3, "WIDE"),
    narrow3: addBusinessDays(date, 3, "NARROW"),
    wide5: addBusinessDays(date, 5, "WIDE"),
    narrow10: addBusinessDays(date, 10, "NARROW"),
  }));
  expect(ours).toHaveLength(1096);
  expect(ours).toEqual(cases.vectors);
});

describe("CAL-1 the deadlines of contracts signed around holidays", () => {
  test.each([
    ["2026-11-23", "2026-11-27", "2026-11-27", "2026-12-01", "Thanksgiving inside"],
    ["2026-11-25", "2026-12-01", "2026-11-30", "2026-12-03", "holiday and weekend, calendars differ"],
    ["2026-12-23", "2026-12-29", "2026-12-28", "2026-12-31", "Christmas on Friday"],
    ["2026-07-01", "2026-07-07", "2026-07-06", "2026-07-09", "4 July on Saturday"],
    ["2027-06-16", "2027-06-22", "2027-06-21", "2027-06-24", "19 June on Saturday"],
    ["2027-07-01", "2027-07-07", "2027-07-05", "2027-07-09", "4 July on Sunday"],
    ["2027-12-29", "2028-01-04", "2028-01-03", "2028-01-06", "observed in the previous year"],
    ["2026-05-21", "2026-05-27", "2026-05-26", "2026-05-29", "Memorial Day"],
    ["2026-11-06", "2026-11-12", "2026-11-10", "2026-11-16", "Veterans Day on Wednesday"],
  ])("signed %s: %s WIDE, %s NARROW, %s in five days (%5$s)", (signed, wide3, narrow3, wide5) => {
    expect(addBusinessDays(signed, 3, "WIDE")).toBe(wide3);
    expect(addBusinessDays(signed, 3, "NARROW")).toBe(narrow3);
    expect(addBusinessDays(signed, 5, "WIDE")).toBe(wide5);
  });
});

test("counting starts on the day after, also from a day that does not count", () => {
  for (const calendar of ["WIDE", "NARROW"] satisfies BusinessCalendar[]) {
    expect(addBusinessDays("2026-11-29", 1, calendar)).toBe("2026-11-30");
  }
});

test.each([0, -1, 1.5, Number.NaN])("%s is no number of business days", (n) => {
  expect(() => addBusinessDays("2026-11-30", n, "WIDE")).toThrow(RangeError);
});

import { describe, expect, test } from "vitest";
import { addDays, addMonthsClamped, dateInZone, daysBetween, endOfDayInZone } from "./index.ts";

const hour = 3_600_000;

describe("CAL-3 a date ends at 24:00 where the customer is", () => {
  test.each([
    ["America/New_York", "2026-11-28T05:00:00.000Z"],
    ["Pacific/Honolulu", "2026-11-28T10:00:00.000Z"],
    [null, "2026-11-28T11:00:00.000Z"],
  ])("2026-11-27 in %s ends at %s", (zone, end) => {
    const instant = endOfDayInZone("2026-11-27", zone);
    expect(instant.toISOString()).toBe(end);
    expect(dateInZone(new Date(instant.getTime() - 1), zone)).toBe("2026-11-27");
    expect(dateInZone(instant, zone)).toBe("2026-11-28");
  });

  test("a zone that does not exist is refused, not guessed", () => {
    expect(() => endOfDayInZone("2026-11-27", "America/Springfield")).toThrow(RangeError);
    expect(() => dateInZone(new Date(0), "America/Springfield")).toThrow(RangeError);
  });
});

describe("CAL-4 the days on which clocks change", () => {
  test.each([
    ["2027-03-14", 23],
    ["2027-11-07", 25],
    ["2027-11-08", 24],
  ])("%s has %i hours in New York, and dates count on undisturbed", (date, hours) => {
    const start = endOfDayInZone(addDays(date, -1), "America/New_York");
    const end = endOfDayInZone(date, "America/New_York");
    expect((end.getTime() - start.getTime()) / hour).toBe(hours);
    expect(daysBetween(addDays(date, -1), addDays(date, 1))).toBe(2);
  });

  test("a state without summer time is not moved", () => {
    expect(endOfDayInZone("2027-03-14", "America/Phoenix").toISOString()).toBe("2027-03-15T07:00:00.000Z");
  });
});

describe("months", () => {
  test.each([
    ["2026-08-31", 6, "2027-02-28"],
    ["2027-08-31", 6, "2028-02-29"],
    ["2026-01-31", 1, "2026-02-28"],
    ["2028-02-29", 84, "2035-02-28"],
    ["2026-11-30", 3, "2027-02-28"],
    ["2026-11-15", -1, "2026-10-15"],
  ])("%s + %i months is %s", (date, months, expected) => {
    expect(addMonthsClamped(date, months)).toBe(expected);
  });
});

test.each(["2027-02-29", "2026-13-01", "20261130", "2026-11-30T00:00", "", "+002026-11-30"])(
  "%o is no date",
  (date) => {
    expect(() => addDays(date, 1)).toThrow(RangeError);
  },
);

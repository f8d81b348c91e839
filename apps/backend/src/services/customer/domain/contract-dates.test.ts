import { addBusinessDays, dateInZone } from "@horizon/calendar";
import { describe, expect, test } from "vitest";
import { computeContractDates } from "./contract-dates.ts";

describe("CROA-5 CROA-6 the window and the hold, by the calendar", () => {
  test.each([
    ["2026-11-23", 3, "2026-11-27", "2026-11-28", "Thanksgiving inside"],
    ["2026-11-25", 3, "2026-12-01", "2026-12-02", "holiday and weekend"],
    ["2026-12-23", 3, "2026-12-29", "2026-12-30", "Christmas"],
    ["2026-07-01", 3, "2026-07-07", "2026-07-08", "observed on Friday"],
    ["2027-12-29", 3, "2028-01-04", "2028-01-05", "observed in the year before"],
    ["2026-11-23", 5, "2026-12-01", "2026-12-02", "California"],
    ["2027-06-16", 5, "2027-06-24", "2027-06-25", "California, Juneteenth"],
  ])("signed %s, %i days: cancel until %s, serve from %s (%s)", (signed, days, deadline, serve) => {
    const dates = computeContractDates(signed, signed, days, "America/Los_Angeles");
    expect(dates).toMatchObject({ cancelDeadline: deadline, serviceNotBefore: serve });
  });

  test.each([
    ["Pacific/Honolulu", "2026-11-28T10:00:00.000Z"],
    ["America/New_York", "2026-11-28T05:00:00.000Z"],
    [null, "2026-11-28T11:00:00.000Z"],
  ])("in %s the window signed on 2026-11-23 closes at %s", (zone, at) => {
    const { cancelDeadline, cancelDeadlineAt } = computeContractDates("2026-11-23", "2026-11-23", 3, zone);
    expect(cancelDeadlineAt.toISOString()).toBe(at);
    expect(dateInZone(new Date(cancelDeadlineAt.getTime() - 1), zone)).toBe(cancelDeadline);
  });

  test("the hold is never shorter than the three business days that begin on the signing date", () => {
    for (let day = 1; day <= 28; day += 1) {
      const signed = `2026-12-${String(day).padStart(2, "0")}`;
      const { serviceNotBefore } = computeContractDates(signed, signed, 3, "America/New_York");
      expect(serviceNotBefore > addBusinessDays(signed, 3, "NARROW")).toBe(true);
    }
  });
});

test("CROA-7 the window begins when the copies are handed over, and never before the signing", () => {
  const late = computeContractDates("2026-11-23", "2026-11-25", 3, "America/New_York");
  expect(late.cancelDeadline).toBe("2026-12-01");
  const early = computeContractDates("2026-11-23", "2026-11-20", 3, "America/New_York");
  expect(early.cancelDeadline).toBe("2026-11-27");
});

import { describe, expect, it } from "vitest";
import { findScheduleFault, isTimeZone, readSchedule } from "./cron-schedule.ts";

const at = (text: string) => Date.parse(`2026-${text}:00Z`);
const show = (timeMs: number | undefined) => timeMs && new Date(timeMs).toISOString().slice(5, 16);

describe("when it is due", () => {
  const CASES: [schedule: string, zone: string | undefined, from: string, next: string, last: string][] = [
    ["*/15 * * * *", undefined, "01-05T09:00", "01-05T09:15", "01-05T09:00"],
    ["30 2 * * 1-5", undefined, "01-05T09:00", "01-06T02:30", "01-05T02:30"],
    ["0 0 1 * mon", undefined, "01-05T09:00", "01-12T00:00", "01-05T00:00"],
    ["@hourly", undefined, "01-05T09:30", "01-05T10:00", "01-05T09:00"],
    ["0 9 * * *", "America/New_York", "01-05T09:00", "01-05T14:00", "01-04T14:00"],
  ];
  it.each(CASES)("%s in %s after %s", (schedule, zone, from, next, last) => {
    const read = readSchedule(schedule, zone);
    expect([show(read.nextAfter(at(from))), show(read.lastUntil(at(from)))]).toEqual([next, last]);
  });
});

describe("what is no schedule", () => {
  const CASES: [schedule: string, fault: string | undefined][] = [
    ["0,30 8-18/2 * JAN-mar ?", undefined],
    ["", "empty spec string"],
    ["* * *", "expected exactly 5 fields, found 3: [* * *]"],
    ["60 * * * *", "end of range (60) above maximum (59): 60"],
    ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
    ["* * * * 7", "end of range (7) above maximum (6): 7"],
    ["9-5 * * * *", "beginning of range (9) beyond end of range (5): 9-5"],
    ["*/0 * * * *", "step of range should be a positive number: */0"],
    ["a * * * *", 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
    ["@sometimes", "unrecognized descriptor: @sometimes"],
  ];
  it.each(CASES)("%j", (schedule, fault) => {
    expect(findScheduleFault(schedule)).toBe(fault);
  });

  it("nor is every word a time zone", () => {
    expect(["Etc/UTC", "America/Chicago", "Mars/Base"].map(isTimeZone)).toEqual([true, true, false]);
  });
});

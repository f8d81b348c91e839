import { endOfDayInZone } from "@horizon/calendar";
import { expect, test } from "vitest";
import { findZone, listStateZones } from "./state-zones.ts";

test("CAL-3 every zone exists, and the first of a state is the one whose days end last", () => {
  const states = listStateZones();
  expect(states).toHaveLength(56);
  for (const [state, zones] of states) {
    for (const day of ["2026-01-15", "2026-07-15"]) {
      const ends = zones.map((zone) => endOfDayInZone(day, zone).getTime());
      expect(Math.max(...ends), `${state} on ${day}`).toBe(ends[0]);
    }
  }
});

test("CAL-3 a zone that is asked for must be one of the state's", () => {
  expect(findZone("TN", undefined)).toBe("America/Chicago");
  expect(findZone("TN", "America/New_York")).toBe("America/New_York");
  expect(findZone("HI", "America/New_York")).toBeNull();
  expect(findZone("XX", undefined)).toBeNull();
  expect(findZone("toString", undefined)).toBeNull();
});

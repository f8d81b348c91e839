import { expect, test } from "vitest";
import { assessSafeguard, safeguards } from "./safeguards.ts";

test.each([
  ["GLB-7 a penetration test never made", "penetration_test", null, "2026-11-29", "never_done", null],
  ["GLB-7 a year", "penetration_test", "2026-01-31", "2026-12-01", "done", "2027-01-31"],
  ["GLB-7 thirty days before", "penetration_test", "2026-01-31", "2027-01-01", "due_soon", "2027-01-31"],
  ["GLB-7 its last day", "penetration_test", "2026-01-31", "2027-01-31", "due_soon", "2027-01-31"],
  ["GLB-7 the day after", "penetration_test", "2026-01-31", "2027-02-01", "overdue", "2027-01-31"],
  [
    "GLB-7 a scan every six months, clamped",
    "vulnerability_scan",
    "2026-08-31",
    "2027-03-01",
    "overdue",
    "2027-02-28",
  ],
  ["GLB-3 access every three", "access_review", "2026-11-30", "2027-02-28", "due_soon", "2027-02-28"],
  ["GLB-9 the board yearly", "board_report", "2026-11-29", "2026-11-29", "done", "2027-11-29"],
] as const)("%s", (_name, duty, lastDoneOn, today, state, dueOn) => {
  expect(assessSafeguard(duty, lastDoneOn, today)).toEqual({ state, dueOn });
});

test("every duty names its rule and the section that it comes from", () => {
  for (const { rule, source } of Object.values(safeguards)) {
    expect(rule).toMatch(/^GLB-[3-9]$/);
    expect(source).toMatch(/^16 CFR 314\.4\(/);
  }
});

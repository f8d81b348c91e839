import { expect, test } from "vitest";
import { dueReminders } from "./reminders.ts";

const kindsOn = (today: string) => dueReminders("2026-12-29", today).map(({ kind, on }) => `${kind} ${on}`);

test.each([
  ["2026-12-21", []],
  ["2026-12-22", ["due_in_7 2026-12-22"]],
  ["2026-12-26", ["due_in_7 2026-12-22"]],
  ["2026-12-27", ["due_in_2 2026-12-27"]],
  ["2026-12-29", ["due_today 2026-12-29", "result_due 2026-12-29"]],
  ["2026-12-30", ["overdue 2026-12-30", "result_due 2026-12-29"]],
  // Nobody looked for a week: the latest is said, with its own date.
  ["2027-01-06", ["overdue 2026-12-30", "result_due 2026-12-29"]],
])("on %s it is time for %j", (today, expected) => {
  expect(kindsOn(today)).toEqual(expected);
});

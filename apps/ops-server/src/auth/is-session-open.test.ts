import { expect, it } from "vitest";
import { isSessionOpen } from "./is-session-open.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 8, minutes));
const fresh = { seenAt: at(0), expiresAt: at(12 * 60), endedAt: null };

it.each([
  ["just signed in", fresh, at(0), true],
  ["used within the hour", { ...fresh, seenAt: at(30) }, at(89), true],
  ["not used for an hour", fresh, at(60), false],
  ["used all day, but twelve hours old", { ...fresh, seenAt: at(719) }, at(720), false],
  ["signed out a moment ago", { ...fresh, endedAt: at(1) }, at(1), false],
])("a session that is %s", (_case, times, now, open) => {
  expect(isSessionOpen(times, now)).toBe(open);
});

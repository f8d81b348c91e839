import { expect, test } from "vitest";
import { formatRelative, formatUtc } from "./format-time";

const now = Date.parse("2026-11-24T11:00:00Z");

test.each([
  [0, "now"],
  [4999, "now"],
  [42_000, "42 s ago"],
  [59_999, "59 s ago"],
  [60_000, "1 min ago"],
  [3_599_999, "59 min ago"],
  [3_600_000, "1 h ago"],
  [86_400_000 * 5, "5 d ago"],
  [-14_999, "now"],
  [-15_000, "in 15 s"],
  [-1_200_000, "in 20 min"],
])("%d ms back reads %j", (distance, words) => {
  expect(formatRelative(now - distance, now)).toBe(words);
});

test("the absolute time names its zone", () => {
  expect(formatUtc(now)).toBe("2026-11-24 11:00:00 UTC");
});

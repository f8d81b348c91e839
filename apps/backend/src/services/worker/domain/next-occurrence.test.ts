import { expect, test } from "vitest";
import { findDueOccurrence } from "./next-occurrence.ts";

const at = (text: string) => new Date(text);

test.each([
  ["never ran", { daily_at: "02:00" }, null, "2026-11-29T10:00:00Z", "2026-11-29T02:00:00.000Z"],
  ["ran today", { daily_at: "02:00" }, "2026-11-29T02:00:00Z", "2026-11-29T10:00:00Z", null],
  ["not yet today", { daily_at: "02:00" }, "2026-11-28T02:00:00Z", "2026-11-29T01:59:59Z", null],
  [
    "just due",
    { daily_at: "02:00" },
    "2026-11-28T02:00:00Z",
    "2026-11-29T02:00:00Z",
    "2026-11-29T02:00:00.000Z",
  ],
  [
    "down for three days",
    { daily_at: "02:00" },
    "2026-11-25T02:00:00Z",
    "2026-11-29T10:00:00Z",
    "2026-11-29T02:00:00.000Z",
  ],
  ["periodic, never ran", { every_ms: 300_000 }, null, "2026-11-29T10:02:00Z", "2026-11-29T10:00:00.000Z"],
  [
    "periodic, within the period",
    { every_ms: 300_000 },
    "2026-11-29T10:00:00Z",
    "2026-11-29T10:04:59Z",
    null,
  ],
  [
    "periodic, next",
    { every_ms: 300_000 },
    "2026-11-29T10:00:00Z",
    "2026-11-29T10:05:00Z",
    "2026-11-29T10:05:00.000Z",
  ],
])("%s", (_name, schedule, lastDueAt, now, expected) => {
  const occurrence = findDueOccurrence(schedule, lastDueAt === null ? null : at(lastDueAt), at(now));
  expect(occurrence?.runKey ?? null).toBe(expected);
});

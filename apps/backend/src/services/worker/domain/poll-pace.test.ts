import { expect, test } from "vitest";
import { nextGapMs } from "./poll-pace.ts";

test.each([
  ["more than was asked for", { found: 100, isFull: true, quietMs: 0, gapMs: 30 }, 0],
  ["some", { found: 1, isFull: false, quietMs: 0, gapMs: 120 }, 30],
  ["nothing after some", { found: 0, isFull: false, quietMs: 30, gapMs: 30 }, 60],
  ["nothing after a full look", { found: 0, isFull: false, quietMs: 5, gapMs: 0 }, 30],
  ["nothing again and again", { found: 0, isFull: false, quietMs: 1_000, gapMs: 120 }, 120],
  ["nothing for long", { found: 0, isFull: false, quietMs: 2_000, gapMs: 120 }, null],
])("%s", (_name, look, expected) => {
  expect(nextGapMs(look)).toBe(expected);
});

import { expect, test } from "vitest";
import { retryDelayMs } from "./retry-delay.ts";

test.each([
  [1, 0, 1_000],
  [2, 0, 2_000],
  [5, 0, 16_000],
  [5, 0.5, 17_600],
  [9, 0, 256_000],
  [10, 0, null],
  [11, 0.9, null],
])("after attempt %i: %s → %s ms", (attempts, random, expected) => {
  expect(retryDelayMs(attempts, random)).toBe(expected);
});

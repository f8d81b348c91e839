import { expect, test } from "vitest";
import {
  addFailure,
  type ThrottlePolicy,
  type ThrottleState,
  throttlePolicies,
  waitMsOf,
} from "./login-throttle.ts";

const start = new Date("2026-11-29T12:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);
const fail = (times: number, policy: ThrottlePolicy = throttlePolicies.pair) =>
  Array.from({ length: times }).reduce<ThrottleState | null>(
    (state) => addFailure(state, policy, start),
    null,
  );

test.each([
  [0, 0],
  [4, 0],
  [5, 1_000],
  [6, 2_000],
  [7, 4_000],
  [14, 512_000],
  [15, 900_000],
  [5_000, 900_000],
])("ASVS 6.3.1: after %i failures in a row one waits %i ms", (failures, waitMs) => {
  expect(waitMsOf(fail(failures), start)).toBe(waitMs);
});

test("a third party can hold up an account for a minute at most", () => {
  expect(waitMsOf(fail(1_000_000 / 100, throttlePolicies.account), start)).toBe(60_000);
});

test("the delay ends by itself, and a day without failures forgets them", () => {
  const state = fail(15);
  expect(waitMsOf(state, later(900_000))).toBe(0);
  expect(addFailure(state, throttlePolicies.pair, later(900_001)).failures).toBe(16);
  expect(addFailure(state, throttlePolicies.pair, later(25 * 3_600_000))).toMatchObject({
    failures: 1,
    blockedUntil: null,
  });
});

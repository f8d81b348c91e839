import { afterEach, expect, test, vi } from "vitest";
import { createReplayClock } from "./replay-clock.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("timers fire in order of their time, and at it", () => {
  const clock = createReplayClock(1_000);
  const fired: [string, number][] = [];
  const fire = (name: string) => () => fired.push([name, clock.now()]);
  clock.schedule(300, fire("c"));
  clock.schedule(100, fire("a"));
  clock.schedule(100, fire("b"));
  const cancel = clock.schedule(50, fire("never"));
  cancel();
  clock.schedule(0, () => clock.schedule(200, fire("nested")));
  clock.advance(250);
  expect(fired).toEqual([
    ["a", 1_100],
    ["b", 1_100],
    ["nested", 1_200],
  ]);
  expect(clock.now()).toBe(1_250);
});

test("going live catches up with the present and keeps what is pending", () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const clock = createReplayClock(900_000);
  const fired: string[] = [];
  clock.schedule(50_000, () => fired.push("past"));
  clock.schedule(103_000, () => fired.push("future"));
  const cancel = clock.schedule(103_000, () => fired.push("cancelled"));
  clock.goLive();
  cancel();
  expect(clock.now()).toBe(1_000_000);
  expect(fired).toEqual(["past"]);
  vi.advanceTimersByTime(3_000);
  expect(fired).toEqual(["past", "future"]);
  expect(clock.now()).toBe(1_003_000);
});

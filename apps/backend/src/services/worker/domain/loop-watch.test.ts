import { expect, test } from "vitest";
import { createLoopWatch } from "./loop-watch.ts";

test("a loop is stuck when no round of it has ended for too long, and no more when one ends", () => {
  let now = 0;
  const watch = createLoopWatch(100, () => now);
  const ends = { relay: watch.watch("relay"), schedule: watch.watch("schedule") };
  now = 100;
  expect(watch.listStuck()).toEqual([]);
  ends.relay();
  now = 101;
  expect(watch.listStuck()).toEqual(["schedule"]);
  now = 201;
  expect(watch.listStuck()).toEqual(["relay", "schedule"]);
  ends.schedule();
  expect(watch.listStuck()).toEqual(["relay"]);
});

test("a loop with long rounds has their time on top", () => {
  let now = 0;
  const watch = createLoopWatch(100, () => now);
  watch.watch("jobs", 900);
  now = 1_000;
  expect(watch.listStuck()).toEqual([]);
  now = 1_001;
  expect(watch.listStuck()).toEqual(["jobs"]);
});

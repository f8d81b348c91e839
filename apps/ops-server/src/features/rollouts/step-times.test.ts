import { expect, it } from "vitest";
import { readStepTimes } from "./step-times.ts";

const line = (at: string, text: string) => ({ at, text, actor: null, reason: null });

it("ends a step when the next is entered, and leaves the running one open", () => {
  const times = readStepTimes({
    startedAt: new Date("2026-01-01T00:00:00.000Z"),
    finishedAt: null,
    steps: [
      line("2026-01-01T00:01:00.000Z", "api moved to step 2 of 4 (25 %)"),
      line("2026-01-01T00:02:00.000Z", "api is paused by hand"),
      line("2026-01-01T00:05:00.000Z", "api moved to step 4 of 4 (50 %)"),
    ],
  });
  expect([...times]).toEqual([
    [0, { startedAt: "2026-01-01T00:00:00.000Z", finishedAt: "2026-01-01T00:01:00.000Z" }],
    [1, { startedAt: "2026-01-01T00:01:00.000Z", finishedAt: "2026-01-01T00:05:00.000Z" }],
    [3, { startedAt: "2026-01-01T00:05:00.000Z", finishedAt: null }],
  ]);
});

import { expect, test } from "vitest";
import { createMinuteLimit } from "./report-limit";

test("so many of a minute are let through, and as many of the next", () => {
  const mayReport = createMinuteLimit(2);
  expect([0, 1, 59_999, 60_000, 60_001, 60_002].map(mayReport)).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
  ]);
});

import { expect, test } from "vitest";
import { afterFailedCharge } from "./dunning.ts";

test.each([
  [0, 1, "2026-12-01"],
  [1, 2, "2026-12-03"],
  [2, 3, "2026-12-07"],
  [3, 4, null],
])("after %i failed charges and one more: charge %i, next on %s", (before, failedCharges, nextChargeOn) => {
  expect(afterFailedCharge(before, "2026-11-30")).toEqual({ failedCharges, nextChargeOn });
});

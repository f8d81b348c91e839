import { expect, test } from "vitest";
import { matchesRollout, type RolloutFilter } from "./rollout-filter.ts";
import { rolloutRowOf } from "./testing/rollout-row-of.ts";

test.each<[RolloutFilter, boolean]>([
  [{ text: "", state: null }, true],
  [{ text: " GATE 1.8 ", state: null }, true],
  [{ text: "gateway 2.0", state: null }, false],
  [{ text: "", state: "Healthy" }, true],
  [{ text: "gateway", state: "Failed" }, false],
])("%j lets a healthy api-gateway 1.8.0 → 1.9.0 through: %j", (filter, passes) => {
  expect(matchesRollout(rolloutRowOf({ name: "api-gateway" }), filter)).toBe(passes);
});

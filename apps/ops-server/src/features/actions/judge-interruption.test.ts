import { expect, it } from "vitest";
import { judgeInterruption } from "./judge-interruption.ts";

const paused = {
  metadata: { resourceVersion: "10" },
  status: { pauseConditions: [{ reason: "CanaryPauseStep" }] },
};
const promote = { metadata: { resourceVersion: "10" }, status: { pauseConditions: null } };

it.each([
  ["nobody has written since", paused, "not_sent"],
  ["what was to be written is there", { metadata: { resourceVersion: "11" }, status: {} }, "sent"],
  ["it changed in another way", { ...paused, metadata: { resourceVersion: "11" } }, "unknown"],
] as const)("%s: %s", (_case, live, expected) => {
  expect(judgeInterruption(paused, live, [promote])).toBe(expected);
});

it("does not take for our doing what was so before", () => {
  const before = { metadata: { resourceVersion: "10" }, spec: { paused: false } };
  const live = { metadata: { resourceVersion: "11" }, spec: { paused: false } };
  expect(judgeInterruption(before, live, [{ spec: { paused: false } }])).toBe("unknown");
});

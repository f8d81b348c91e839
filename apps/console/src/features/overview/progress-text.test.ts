import { expect, test } from "vitest";
import { progressText } from "./progress-text";

test.each([
  [{ progress: "waiting", stepIndex: 2, steps: 8, weight: 25 }, "waits at 3 of 8"],
  [{ progress: "stepping", stepIndex: 0, steps: 8, weight: 0 }, "step 1 of 8"],
  [{ progress: "stepping", stepIndex: 8, steps: 8, weight: 100 }, "step 8 of 8"],
  [{ progress: "stepping", stepIndex: null, steps: 0, weight: 40 }, ""],
  [{ progress: "aborted", stepIndex: null, steps: 8, weight: 0 }, "aborted"],
] as const)("%j is told as %j", (rollout, text) => {
  expect(progressText(rollout)).toBe(text);
});

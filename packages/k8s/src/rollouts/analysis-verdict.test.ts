import { expect, test } from "vitest";
import { abortCause, analysisVerdict } from "./analysis-verdict.ts";

test.each([
  ['Metric "p95" assessed Failed due to failed (1) > failureLimit (0)', "p95 failed once"],
  ['Metric "p95" assessed Failed due to failed (3) > failureLimit (2)', "p95 failed 3 times"],
  [
    'Metric "p95" assessed Inconclusive due to inconclusive (2) > inconclusiveLimit (1)',
    "p95 was inconclusive 2 times",
  ],
  [
    'Metric "p95" assessed Error due to consecutiveErrors (5) > consecutiveErrorLimit (4): "Error Message: connection refused"',
    "p95 gave no answer 5 times: connection refused",
  ],
  ["run terminated", "run terminated"],
  ["", ""],
])("%j reads %j", (message, text) => {
  expect(analysisVerdict(message)).toBe(text);
});

test.each([
  ["RolloutAborted: Rollout aborted update to revision 2", ""],
  ["RolloutAborted: by a person", "by a person"],
  [
    'RolloutAborted: Rollout aborted update to revision 2: Background analysis phase error/failed: Metric "p95" assessed Failed due to failed (1) > failureLimit (0)',
    "p95 failed once",
  ],
  ["ProgressDeadlineExceeded: timed out", null],
])("the cause in %j is %j", (message, cause) => {
  expect(abortCause(message)).toBe(cause);
});

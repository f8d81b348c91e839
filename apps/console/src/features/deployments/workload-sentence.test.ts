import { expect, test } from "vitest";
import { workloadRowOf } from "./testing/workload-row-of.ts";
import { workloadSentence } from "./workload-sentence.ts";

test.each([
  ["all pods have the version", { updated: 2, ready: 2, reason: "" }, "1.12.1, 2 of 2 pods ready"],
  [
    "a crash: those that are ready are of the version before",
    { updated: 1, ready: 2, reason: "CrashLoopBackOff in 1 of 3 pods" },
    "1.12.1 in 1 of 2 pods, 2 of 2 pods ready; CrashLoopBackOff in 1 of 3 pods",
  ],
  [
    "an aborted canary: no pod has it",
    { updated: 0, ready: 2, reason: "aborted: success-rate failed 2 times" },
    "1.12.1 in 0 of 2 pods, 2 of 2 pods ready; aborted: success-rate failed 2 times",
  ],
])("%s", (_case, { updated, ready, reason }, sentence) => {
  const health = { state: "Degraded" as const, reason };
  const row = workloadRowOf({ version: "1.12.1", desired: 2, updated, ready, health });
  expect(workloadSentence(row)).toBe(sentence);
});

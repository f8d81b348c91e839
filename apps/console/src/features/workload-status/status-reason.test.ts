import type { HealthState } from "@horizon/contracts";
import { expect, test } from "vitest";
import { statusReason } from "./status-reason.ts";

test.each<[HealthState, string, string]>([
  ["Paused", "paused at a canary step", "at a canary step"],
  ["Paused", "Paused by a person", "by a person"],
  ["Degraded", "2 of 3 pods not ready", "2 of 3 pods not ready"],
  ["Progressing", "more replicas need to be updated", "updating pods"],
  ["Failed", "failedScheduling", "failedScheduling"],
  ["Unknown", "", ""],
])("beside %s, “%s” reads “%s”", (state, reason, expected) => {
  expect(statusReason(state, reason)).toBe(expected);
});

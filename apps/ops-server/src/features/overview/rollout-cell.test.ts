import { expect, test } from "vitest";
import { toRolloutCell } from "./rollout-cell.ts";

const running = {
  stepIndex: 2,
  steps: 8,
  actualWeight: 25,
  wait: null,
  aborted: false,
  fullyPromoted: false,
};
const since = "2026-11-29T10:00:00.000Z";
const forPerson = { reason: "CanaryPauseStep", since, until: null, waitsFor: "operator" };

test("a rollout under way is told by its step and weight", () => {
  expect(toRolloutCell(running)).toEqual({ stepIndex: 2, steps: 8, weight: 25, progress: "stepping" });
});

test("only a pause without an end waits for a person", () => {
  expect(toRolloutCell({ ...running, wait: forPerson })).toMatchObject({ progress: "waiting" });
  const timed = { ...forPerson, until: "2026-11-29T10:05:00.000Z" };
  expect(toRolloutCell({ ...running, wait: timed })).toMatchObject({ progress: "stepping" });
});

test("an aborted rollout is at no step, though its index is 0, and waits for nobody", () => {
  expect(
    toRolloutCell({ ...running, stepIndex: 0, actualWeight: 0, aborted: true, wait: forPerson }),
  ).toEqual({
    stepIndex: null,
    steps: 8,
    weight: 0,
    progress: "aborted",
  });
});

test("what is promoted is no rollout under way", () => {
  expect(toRolloutCell({ ...running, fullyPromoted: true })).toBeNull();
});

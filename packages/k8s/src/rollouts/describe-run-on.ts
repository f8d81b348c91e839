import type { Rollout } from "../kubernetes/rollout.ts";
import { describeStep } from "./describe-step.ts";
import { readRolloutState } from "./rollout-state.ts";

/**
 * What a rollout that comes to the step `stop` does after it without anybody: the steps up to the next one that waits
 * for a person, or to the end. Empty where it waits at `stop` itself, or has no steps left.
 */
export function describeRunOn(rollout: Rollout, stop: number): string {
  const steps = readRolloutState(rollout).steps.map((_, index) => describeStep(rollout, index));
  const gate = steps.findIndex(({ waitsForPerson }, index) => index >= stop && waitsForPerson);
  if (gate === stop || stop >= steps.length) return "";
  const between = steps
    .slice(stop + 1, gate === -1 ? steps.length : gate)
    .map(({ title }, offset) => `${stop + offset + 2}. ${title}`);
  const end = gate === -1 ? "the new version takes all traffic" : `it waits for a person at step ${gate + 1}`;
  return between.length === 0
    ? `Then ${end}.`
    : `Then it runs on by itself: ${between.join(", ")}. After that ${end}.`;
}

import type { RolloutHistory } from "@horizon/db";
import type { StepTimes } from "@horizon/k8s/rollouts";

const stepText = /step (\d+) of \d+/;

/** When each step started and ended, as the history saw it: a step ends when the next is entered. */
export function readStepTimes({
  steps,
  startedAt,
  finishedAt,
}: Pick<RolloutHistory, "steps" | "startedAt" | "finishedAt">) {
  const times = new Map<number, StepTimes>();
  let current = 0;
  let enteredAt = startedAt.toISOString();
  for (const { at, text } of steps) {
    const number = stepText.exec(text)?.[1];
    if (number === undefined || Number(number) - 1 <= current) continue;
    times.set(current, { startedAt: enteredAt, finishedAt: at });
    current = Number(number) - 1;
    enteredAt = at;
  }
  times.set(current, { startedAt: enteredAt, finishedAt: finishedAt?.toISOString() ?? null });
  return times;
}

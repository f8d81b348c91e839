const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** Waits between attempts, as Standard Webhooks advises. */
const delaysMs = [
  5 * seconds,
  5 * minutes,
  30 * minutes,
  2 * hours,
  5 * hours,
  10 * hours,
  14 * hours,
  20 * hours,
  24 * hours,
];
const disableAfterMs = 5 * 24 * hours;

/** When the next attempt is due after the `attempts`-th failed, or null when there is none. */
export function nextAttemptMs(attempts: number): number | null {
  return delaysMs[attempts - 1] ?? null;
}

/** Whether an endpoint that has failed since then is given up. */
export function isGivenUp(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= disableAfterMs;
}

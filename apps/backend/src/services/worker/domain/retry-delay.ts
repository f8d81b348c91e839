/** Attempts after which an event waits for a person. */
const maxAttempts = 10;

const firstDelayMs = 1_000;
const maxDelayMs = 15 * 60_000;

/**
 * How long to wait after the `attempts`-th refusal, or null when a person must look. Doubles, with up to a fifth of jitter
 * (`random` in [0, 1)), so that what failed together does not come back together.
 */
export function retryDelayMs(attempts: number, random: number): number | null {
  if (attempts >= maxAttempts) return null;
  const delayMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempts - 1));
  return Math.round(delayMs * (1 + random / 5));
}

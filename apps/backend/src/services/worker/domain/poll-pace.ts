/** While events come, they are looked for that often: together they cost less than one by one. */
const shortestGapMs = 30;
const longestGapMs = 120;
/** An outbox in which nothing came for so long is left to notifications. */
const sleepAfterMs = 2_000;

export interface Look {
  /** Events that the last look found. */
  readonly found: number;
  /** It found all that was asked for, so there may be more. */
  readonly isFull: boolean;
  /** Since something was found. */
  readonly quietMs: number;
  /** Rest before the last look. */
  readonly gapMs: number;
}

/** How long to rest before the next look; null to sleep until told of an event. */
export function nextGapMs({ found, isFull, quietMs, gapMs }: Look): number | null {
  if (isFull) return 0;
  if (found > 0) return shortestGapMs;
  if (quietMs >= sleepAfterMs) return null;
  return Math.min(longestGapMs, Math.max(shortestGapMs, gapMs * 2));
}

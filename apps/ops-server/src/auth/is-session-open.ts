/** A session that no tab used for this long is over: a cookie from a closed laptop is worth nothing the next hour. */
const idleMs = 60 * 60_000;

export interface SessionTimes {
  /** To the minute: an open tab is seen by its stream. */
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

/** Whether a session is good at `now`. */
export function isSessionOpen({ seenAt, expiresAt, endedAt }: SessionTimes, now: Date): boolean {
  return endedAt === null && now < expiresAt && now.getTime() - seenAt.getTime() < idleMs;
}

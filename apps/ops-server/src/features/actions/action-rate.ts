import { AppError } from "@horizon/errors";

interface Options {
  readonly limit: number;
  readonly windowMs: number;
  readonly now: () => Date;
}

export interface ActionRate {
  /** Counts one action of the member. Throws RATE_LIMITED, with `retryAfterMs`, over the limit. */
  take(memberId: string): void;
}

/** A sliding window per member: a runaway script stops before it has restarted everything. */
export function createActionRate({ limit, windowMs, now }: Options): ActionRate {
  const taken = new Map<string, number[]>();
  return {
    take(memberId) {
      const nowMs = now().getTime();
      const recent = (taken.get(memberId) ?? []).filter((at) => at > nowMs - windowMs);
      const [oldest] = recent;
      if (recent.length >= limit && oldest !== undefined) {
        const retryAfterMs = oldest + windowMs - nowMs;
        throw new AppError("RATE_LIMITED", `At most ${limit} actions a minute. Wait a moment.`, {
          details: { retryAfterMs },
        });
      }
      taken.set(memberId, [...recent, nowMs]);
    },
  };
}

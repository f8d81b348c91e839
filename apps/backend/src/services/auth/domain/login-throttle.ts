/** Failures in a row under one key. */
export interface ThrottleState {
  readonly failures: number;
  readonly lastFailureAt: Date;
  readonly blockedUntil: Date | null;
}

export interface ThrottlePolicy {
  /** Failures that cost nothing. */
  readonly free: number;
  readonly firstDelayMs: number;
  /** The delay doubles with each failure, up to here: nobody is ever locked out for good. */
  readonly delayMsMax: number;
  /** After so long without a failure all is forgotten. */
  readonly forgetMs: number;
}

const minute = 60_000;

export const throttlePolicies = {
  /** One address against one account. */
  pair: { free: 5, firstDelayMs: 1_000, delayMsMax: 15 * minute, forgetMs: 24 * 60 * minute },
  /**
   * All addresses against one account. Short, as strangers can cause it; an address from which the person has signed in
   * before is not held up by it.
   */
  account: { free: 20, firstDelayMs: 1_000, delayMsMax: minute, forgetMs: 24 * 60 * minute },
  /** One address against all accounts. */
  address: { free: 100, firstDelayMs: 1_000, delayMsMax: 5 * minute, forgetMs: 60 * minute },
  /** Second factors of one account: whoever gets here knows the password. */
  factor: { free: 5, firstDelayMs: 2_000, delayMsMax: 15 * minute, forgetMs: 24 * 60 * minute },
} as const satisfies Record<string, ThrottlePolicy>;

export type ThrottleKind = keyof typeof throttlePolicies;

/** Milliseconds to wait; 0 when it may go on. */
export function waitMsOf(state: ThrottleState | null, now: Date): number {
  return Math.max(0, (state?.blockedUntil?.getTime() ?? 0) - now.getTime());
}

/** The state after one more failure. Tries made while blocked are refused before they count, so they do not extend it. */
export function addFailure(state: ThrottleState | null, policy: ThrottlePolicy, now: Date): ThrottleState {
  const isForgotten = state === null || now.getTime() - state.lastFailureAt.getTime() > policy.forgetMs;
  const failures = (isForgotten ? 0 : state.failures) + 1;
  const over = failures - policy.free;
  const delayMs = over < 0 ? 0 : Math.min(policy.delayMsMax, policy.firstDelayMs * 2 ** Math.min(over, 30));
  return {
    failures,
    lastFailureAt: now,
    blockedUntil: delayMs === 0 ? null : new Date(now.getTime() + delayMs),
  };
}

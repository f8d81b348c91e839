export type UserKind = "customer" | "staff";

const minute = 60_000;
const hour = 60 * minute;

export const accessTokenLifetimeMs = 10 * minute;
/** How long a second factor counts as just shown. */
export const stepUpLifetimeMs = 5 * minute;
export const ticketLifetimeMs = 5 * minute;
export const ticketAttemptsMax = 5;
/** Staff without a second factor have so long to enrol one. */
export const enrolmentLifetimeMs = 15 * minute;

interface SessionLimits {
  /** Without a refresh for so long it ends. */
  readonly idleMs: number;
  /** It ends then in any case. */
  readonly absoluteMs: number;
}

export const sessionLimits = {
  customer: { idleMs: 30 * minute, absoluteMs: 30 * 24 * hour },
  staff: { idleMs: 15 * minute, absoluteMs: 12 * hour },
} as const satisfies Record<UserKind, SessionLimits>;

export const messageLifetimesMs = {
  email_verification: 24 * hour,
  password_reset: 30 * minute,
  staff_invitation: 72 * hour,
  registration_repeated: 24 * hour,
} as const;

/** When a refresh token issued now ends: idle time, but never past the session. */
export function refreshExpiry(kind: UserKind, sessionExpiresAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + sessionLimits[kind].idleMs, sessionExpiresAt.getTime()));
}

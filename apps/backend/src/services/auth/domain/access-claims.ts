import { randomUUID } from "node:crypto";
import type { ClientClaims, UserClaims, UserRole } from "@horizon/contracts/backend";
import { accessTokenLifetimeMs } from "./session-policy.ts";

/** The only scope of the token that staff without a second factor get (GLB-1). */
export const enrolmentScope = "mfa:enrol";

interface SessionOfToken {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly amr: readonly string[];
  readonly stepUpAt: Date | null;
}

interface UserOfToken {
  readonly id: string;
  readonly role: UserRole;
  readonly customerId: string | null;
}

/** Claims of a person's access token. It ends after ten minutes, and never later than its session. */
export function userAccessClaims(
  user: UserOfToken,
  session: SessionOfToken,
  { now, scope = "" }: { now: Date; scope?: string },
): UserClaims & { client_id: string } {
  const ends = Math.min(now.getTime() + accessTokenLifetimeMs, session.expiresAt.getTime());
  return {
    sub: user.id,
    sid: session.id,
    jti: randomUUID(),
    client_id: "horizon-first-party",
    role: user.role,
    customer_id: user.customerId,
    scope,
    amr: [...session.amr],
    acr: session.stepUpAt === null ? "1" : "2",
    auth_time: toSeconds(session.createdAt),
    ...(session.stepUpAt === null ? {} : { step_up_at: toSeconds(session.stepUpAt) }),
    iat: toSeconds(now),
    exp: Math.floor(ends / 1_000),
  };
}

/** Claims of an API client's access token. */
export function clientAccessClaims(
  clientId: string,
  { now, scope }: { now: Date; scope: string },
): ClientClaims {
  return {
    sub: clientId,
    client_id: clientId,
    jti: randomUUID(),
    scope,
    iat: toSeconds(now),
    exp: Math.floor((now.getTime() + accessTokenLifetimeMs) / 1_000),
  };
}

function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}

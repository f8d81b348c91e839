import type { Db } from "@horizon/db";
import { type RevocationReason, revokeSessions, type SessionsToEnd } from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import { accessTokenLifetimeMs } from "./domain/session-policy.ts";

/** Verifiers allow for clocks that differ. */
const clockToleranceMs = 60_000;

/** Ends sessions and tells the gateway and the services. @returns how many were live. */
export async function endSessions(
  tx: Db,
  sessions: SessionsToEnd,
  { reason, at, requestId }: { reason: RevocationReason; at: Date; requestId?: string },
): Promise<number> {
  const accessTokenEndsBy = tokensEndBy(at);
  const ended = await revokeSessions(tx, sessions, { reason, at, accessTokenEndsBy });
  if (ended.length > 0) {
    await appendEvent(tx, "auth", {
      type: "session.revoked.v1",
      aggregateType: "user",
      aggregateId: sessions.userId,
      data: { user_id: sessions.userId, session_ids: ended, reason },
      requestId,
    });
  }
  return ended.length;
}

/** When the last access token issued until `at` has ended for everyone. */
export function tokensEndBy(at: Date): Date {
  return new Date(at.getTime() + accessTokenLifetimeMs + clockToleranceMs);
}

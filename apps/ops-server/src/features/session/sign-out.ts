import { appendAuditEvent, endMemberSessions, findMemberSession, inTransaction } from "@horizon/db";
import { announceInvalidation } from "../../live/shared-invalidations.ts";
import type { OpsContext } from "../../ops-context.ts";
import type { Browser } from "./sign-in.ts";

/** Ends the session, or all of its member; their open streams end with it. A session that is over already stays so. */
export async function signOut(
  ops: OpsContext,
  { sessionId, everywhere }: { sessionId: string; everywhere: boolean },
  { clientAddress, userAgent }: Browser,
): Promise<void> {
  const session = await findMemberSession(ops.db, sessionId);
  if (!session) return;
  const { member, via } = session;
  const invalidation = { topics: [], members: [member.id] };
  await inTransaction(ops.db, async (tx) => {
    const which = everywhere && session.endedAt === null ? {} : { id: sessionId };
    const count = await endMemberSessions(tx, { memberId: member.id, endedAt: ops.now(), ...which });
    if (count === 0) return;
    await announceInvalidation(ops, tx, invalidation);
    await appendAuditEvent(tx, {
      actorId: member.id,
      actorName: member.name,
      actorRole: member.role,
      action: everywhere ? "session.signOutEverywhere" : "session.signOut",
      environment: null,
      target: `Member ${member.email}`,
      reason: "",
      outcome: "ended",
      intentId: null,
      seen: null,
      details: { via, sessions: count, userAgent },
      clientAddress,
    });
  });
  ops.sessions.invalidate(member.id);
}

import type { IntentRow, SessionInfo } from "@horizon/contracts";
import { roleName } from "../../auth/role-name";

/** Why this person may not decide this request at `now`; null when they may. Mirrors the rule that ops-server enforces. */
export function decisionRefusal(
  intent: IntentRow,
  session: SessionInfo | undefined,
  now: number,
): string | null {
  if (!session) return "Waiting to learn what you may do.";
  if (intent.approval?.requestedById === session.member.id) {
    return "You asked for this yourself: another person must decide.";
  }
  const permitted = intent.environment
    ? (session.permissions[intent.environment] ?? [])
    : session.globalPermissions;
  if (permitted.includes(intent.action)) {
    const isExpired = intent.approval !== null && Date.parse(intent.approval.expiresAt) <= now;
    return isExpired ? "It has expired: it must be asked for again." : null;
  }
  return `Your role (${roleName(session.member.role)}) does not allow this action, so it cannot approve it either.`;
}

import type { StaffRole } from "@horizon/contracts/backend";
import { type AuthUser, lockUser, updateStaff } from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import type { UserPrincipal } from "../../platform/access-token.ts";
import { commonProblems } from "../../platform/problems.ts";
import { auditUser, type RequestTrace } from "./audit.ts";
import type { AuthContext } from "./context.ts";
import { endSessions } from "./end-sessions.ts";

type Tx = Parameters<typeof lockUser>[0];

/** @throws ProblemError resource.not_found for an account that is a customer's or nobody's. */
export async function lockStaff(db: Tx, userId: string): Promise<AuthUser & { readonly role: StaffRole }> {
  const user = await lockUser(db, userId);
  const { role } = user;
  if (role === "customer") throw commonProblems.problem("resource.not_found");
  return { ...user, role };
}

interface StaffChange {
  readonly user: AuthUser & { readonly role: StaffRole };
  readonly change: { readonly role?: StaffRole | undefined; readonly disabled?: boolean | undefined };
  readonly principal: UserPrincipal;
  readonly trace: RequestTrace;
}

/** Changes role or standing; whoever it is about is signed out, since their tokens say what they were. */
export async function changeStaff(
  context: AuthContext,
  db: Tx,
  { user, change, principal, trace }: StaffChange,
): Promise<AuthUser> {
  const at = context.now();
  const { id: userId, version } = user;
  const role = change.role ?? user.role;
  const isDisabled = change.disabled ?? user.disabledAt !== null;
  const changed = await updateStaff(db, userId, version, {
    role,
    disabledAt: isDisabled ? (user.disabledAt ?? at) : null,
  });
  if (changed === null) throw commonProblems.problem("resource.stale");
  const { requestId } = trace;
  const event = { aggregateType: "user", aggregateId: userId, requestId } as const;
  if (role !== user.role) {
    const data = { user_id: userId, from: user.role, to: role };
    await appendEvent(db, "auth", { ...event, type: "user.role_changed.v1", data });
  }
  if (isDisabled !== (user.disabledAt !== null)) {
    const type = isDisabled ? "user.disabled.v1" : "user.enabled.v1";
    await appendEvent(db, "auth", { ...event, type, data: { user_id: userId } });
  }
  await endSessions(db, { userId }, { reason: isDisabled ? "user_disabled" : "role_changed", at, requestId });
  const details = { from: user.role, to: role, disabled: isDisabled };
  await auditUser(db, trace, { userId, actor: principal, action: "user.change", details });
  return changed;
}

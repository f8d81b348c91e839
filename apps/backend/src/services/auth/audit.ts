import type { Db } from "@horizon/db";
import { appendAudit, type NewAudit } from "@horizon/db/backend";

/** Where a request came from, for the audit. */
export interface RequestTrace {
  readonly requestId: string;
  readonly clientAddress: string;
  readonly userAgent: string;
}

interface UserAct extends Pick<NewAudit, "action" | "reason" | "details"> {
  readonly userId: string;
  /** Who did it; the user themself when left out. */
  readonly actor?: { readonly userId: string; readonly role: string };
}

/** Notes what was done to an account, or tried. Last in its transaction. */
export async function auditUser(
  db: Db,
  { requestId, clientAddress }: RequestTrace,
  { userId, actor, ...act }: UserAct,
): Promise<void> {
  await appendAudit(db, "auth", {
    ...act,
    actor: actor?.userId ?? userId,
    actorRole: actor?.role ?? "self",
    objectType: "user",
    objectId: userId,
    clientAddress,
    requestId,
  });
}

import { appendAuditEvent, ensureFirstAdmin, inTransaction } from "@horizon/db";
import type { OpsContext } from "../../ops-context.ts";

/**
 * Members are added by admins, so a new installation needs one from elsewhere: FIRST_ADMIN_EMAIL. It does nothing as
 * long as there is an active admin, so it may stay set.
 */
export async function createFirstAdmin({
  db,
  env,
  logger,
}: Pick<OpsContext, "db" | "env" | "logger">): Promise<void> {
  const email = env.FIRST_ADMIN_EMAIL;
  if (email === undefined) return;
  const admin = await inTransaction(db, async (tx) => {
    const made = await ensureFirstAdmin(tx, { email, name: email.replace(/@.*/, "") });
    if (made === null) return null;
    await appendAuditEvent(tx, {
      actorId: null,
      actorName: "Horizon",
      actorRole: "system",
      action: "member.create",
      environment: null,
      target: `Member ${made.email}`,
      reason: "There was no active admin; FIRST_ADMIN_EMAIL names this one.",
      outcome: "observed",
      intentId: null,
      seen: null,
      details: { role: made.role },
      clientAddress: "",
    });
    return made;
  });
  if (admin) logger.info({ memberId: admin.id }, "the first admin was made");
}

import { randomUUID } from "node:crypto";
import type { ClusterCommand } from "@horizon/contracts";
import { createIntent, type Db, findMemberByEmail, type Intent, transitionIntent } from "@horizon/db";
import type { ScriptedObject } from "./scripted-objects.ts";
import { emailOf } from "./start-test-ops.ts";

/**
 * What a process leaves in the database that died with olive's promotion: stored and not sent, or, with the object that it
 * was computed from, about to be sent.
 */
export async function leaveInterrupted(
  db: Db,
  command: Extract<ClusterCommand, { action: "rollout.promote" }>,
  { cluster = "main", before }: { cluster?: string; before?: Partial<ScriptedObject> } = {},
): Promise<Intent> {
  const member = await findMemberByEmail(db, emailOf("olive"));
  const { intent } = await createIntent(db, {
    idempotencyKey: randomUUID(),
    bodyDigest: "d",
    digest: "d",
    actorId: member?.id ?? "",
    actorName: "olive",
    actorRole: "operator",
    action: command.action,
    cluster,
    ...command.target,
    reason: "looks good",
    command,
    seen: null,
    guards: [],
    clientAddress: "",
    userAgent: "",
  });
  if (!before) return intent;
  const requests = [{ body: { status: { pauseConditions: null } } }];
  const acting = await transitionIntent(db, intent.id, {
    from: ["requested"],
    to: "acting",
    request: { before: JSON.parse(JSON.stringify(before)), requests },
    actedAt: new Date(),
  });
  return acting ?? intent;
}

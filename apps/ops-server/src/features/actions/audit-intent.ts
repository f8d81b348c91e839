import type { AuditOutcome, Role } from "@horizon/contracts";
import { appendAuditEvent, type Db, type Intent, type Json } from "@horizon/db";
import { targetOf } from "./intent-row.ts";

interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** Records what became of an intent. In a transaction it comes last: appends wait for each other. */
export async function auditIntent(
  db: Db,
  intent: Intent,
  outcome: AuditOutcome,
  details: { readonly [key: string]: Json } = {},
): Promise<void> {
  await appendAuditEvent(db, {
    actorId: intent.actorId,
    actorName: intent.actorName,
    actorRole: intent.actorRole,
    action: intent.action,
    environment: intent.environment,
    target: targetOf(intent),
    reason: intent.reason,
    outcome,
    intentId: intent.id,
    seen: intent.seen,
    details,
    clientAddress: intent.clientAddress,
  });
}

/** Records what a second person said about an intent. */
export async function auditDecision(
  db: Db,
  intent: Intent,
  decider: Actor & { readonly clientAddress: string },
  decision: "approved" | "rejected",
  comment: string,
): Promise<void> {
  await appendAuditEvent(db, {
    actorId: decider.id,
    actorName: decider.name,
    actorRole: decider.role,
    action: `approval.${decision}`,
    environment: intent.environment,
    target: targetOf(intent),
    reason: comment,
    outcome: decision,
    intentId: intent.id,
    seen: intent.seen,
    details: { action: intent.action, requestedBy: intent.actorName },
    clientAddress: decider.clientAddress,
  });
}

export interface DeniedAttempt {
  readonly actor: Actor;
  readonly action: string;
  readonly environment: string | null;
  readonly target: string;
  readonly reason: string;
  readonly clientAddress: string;
}

/** Records that somebody tried what their role does not allow. */
export async function auditDenial(db: Db, attempt: DeniedAttempt): Promise<void> {
  const { actor, action, environment, target, reason, clientAddress } = attempt;
  await appendAuditEvent(db, {
    actorId: actor.id,
    actorName: actor.name,
    actorRole: actor.role,
    action: "access.denied",
    environment,
    target,
    reason,
    outcome: "denied",
    intentId: null,
    seen: null,
    details: { action },
    clientAddress,
  });
}

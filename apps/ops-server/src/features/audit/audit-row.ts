import { type AuditRow, seenState } from "@horizon/contracts";
import type { AuditEvent } from "@horizon/db";
import { z } from "zod";

const details = z.record(z.string(), z.unknown());

export function toAuditRow(event: AuditEvent): AuditRow {
  const seen = seenState.safeParse(event.seen);
  return {
    seq: event.seq,
    at: event.at.toISOString(),
    actor: event.actorName,
    actorRole: event.actorRole,
    action: event.action,
    environment: event.environment,
    target: event.target,
    reason: event.reason,
    outcome: event.outcome,
    intentId: event.intentId,
    seen: seen.success ? seen.data : null,
    clientAddress: event.clientAddress,
    details: details.parse(event.details),
    hash: event.hash,
  };
}

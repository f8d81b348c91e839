import type { Db } from "@horizon/db";
import type { SafeguardRecord } from "@horizon/db/auth";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import { z } from "zod";
import type { UserPrincipal } from "../../platform/access-token.ts";
import { idOut, publicIdOf } from "../../platform/ids.ts";

export const safeguardRecordView = z.strictObject({
  id: idOut("sgr"),
  duty: z.string(),
  performed_on: z.iso.date(),
  summary: z.string(),
  evidence: z.string(),
  details: z.unknown(),
  recorded_by: idOut("usr"),
  created_at: z.iso.datetime(),
});

export function toSafeguardView(record: SafeguardRecord): z.input<typeof safeguardRecordView> {
  return {
    id: publicIdOf("sgr", record.id),
    duty: record.duty,
    performed_on: record.performedOn,
    summary: record.summary,
    evidence: record.evidence,
    details: record.details,
    recorded_by: publicIdOf("usr", record.recordedBy),
    created_at: record.createdAt.toISOString(),
  };
}

/** One event and one audit row of a duty that was done. */
export async function recordSafeguard(
  request: {
    readonly db: Db;
    readonly principal: UserPrincipal;
    readonly clientAddress: string;
    readonly requestId: string;
  },
  { id, duty, performedOn }: SafeguardRecord,
): Promise<void> {
  const { db, principal, clientAddress, requestId } = request;
  await appendEvent(db, "auth", {
    type: "safeguard.recorded.v1",
    aggregateType: "safeguard_record",
    aggregateId: id,
    data: { record_id: id, duty },
    requestId,
  });
  await appendAudit(db, "auth", {
    actor: principal.userId,
    actorRole: principal.role,
    action: "safeguard.recorded",
    objectType: "safeguard_record",
    objectId: id,
    details: { duty, performed_on: performedOn },
    clientAddress,
    requestId,
  });
}

import { listAudit } from "@horizon/db/backend";
import { z } from "zod";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { userRoute } from "../auth-route.ts";

const entryView = z.strictObject({
  seq: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  actor_role: z.string(),
  action: z.string(),
  object_type: z.string(),
  object_id: z.string(),
  details: z.unknown(),
  request_id: z.string().nullable(),
});

/** The signed cursor's instant carries the number of the row; its id is not used. */
const noId = "00000000-0000-0000-0000-000000000000";

export const auditRoute = userRoute({
  method: "get",
  path: "/v1/auth/audit",
  operationId: "listAuthAudit",
  summary: "Lists who signed in, tried to, or changed an account",
  description: "Newest first. Ids, dates and enums alone; rows are chained by hash and never change.",
  tags: ["audit"],
  access: { roles: ["admin", "auditor"] },
  query: z.strictObject({
    ...pageQuery,
    object_type: z.enum(["user", "api_client", "signing_key", "incident", "safeguard_record"]).optional(),
    object_id: z.string().max(100).optional(),
  }),
  responses: { 200: pageOf(entryView) },
  handler: async ({ cursors }, { db, query: { limit, cursor, object_type, object_id } }) => {
    const before = cursors.read(cursor, "auth-audit");
    const rows = await listAudit(db, "auth", {
      limit: limit + 1,
      ...(before === undefined ? {} : { beforeSeq: before.at.getTime() }),
      ...(object_type === undefined ? {} : { objectType: object_type }),
      ...(object_id === undefined ? {} : { objectId: object_id }),
    });
    const numbered = rows.map((row) => ({ ...row, createdAt: new Date(row.seq), id: noId }));
    const view = ({ actorRole, objectType, objectId, requestId, ...row }: (typeof numbered)[number]) => ({
      seq: row.seq,
      at: row.at.toISOString(),
      actor: row.actor,
      actor_role: actorRole,
      action: row.action,
      object_type: objectType,
      object_id: objectId,
      details: row.details,
      request_id: requestId,
    });
    return { status: 200, body: cursors.page(numbered, { limit, list: "auth-audit", view }) };
  },
});

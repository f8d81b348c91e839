import { findSuppressionById, liftSuppression, listSuppressions } from "@horizon/db/notification";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { NotificationContext } from "../context.ts";
import { notificationProblems } from "../problems.ts";
import { recordChange } from "../record-change.ts";

const { userRoute } = routesOf<NotificationContext>();
const tags = ["notifications"];

const suppressionView = z.strictObject({
  id: idOut("sup"),
  reason: z.enum(["bounce", "complaint", "unsubscribe"]),
  scope: z.enum(["all", "marketing"]),
  created_at: z.iso.datetime(),
});

export const suppressionRoutes = [
  userRoute({
    access: { roles: ["compliance", "admin", "auditor"] },
    method: "get",
    path: "/v1/suppressions",
    operationId: "listSuppressions",
    summary: "Addresses that nothing is sent to; the addresses themselves are not kept",
    tags,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(suppressionView) },
    handler: async (context, { query, db }) => {
      const after = context.cursors.read(query.cursor, "suppressions");
      const rows = await listSuppressions(db, { after, limit: query.limit + 1 });
      const page = context.cursors.page(rows, {
        limit: query.limit,
        list: "suppressions",
        view: ({ id, reason, scope, createdAt }) => ({
          id: publicIdOf("sup", id),
          reason,
          scope,
          created_at: createdAt.toISOString(),
        }),
      });
      return { status: 200, body: page };
    },
  }),
  userRoute({
    access: { roles: ["compliance"], stepUp: true },
    method: "delete",
    path: "/v1/suppressions/:suppressionId",
    operationId: "liftSuppression",
    summary: "Lets e-mail go there again, after a bounce that is mended",
    tags,
    params: z.strictObject({ suppressionId: idIn("sup") }),
    responses: { 204: null },
    problems: ["suppression.complaint"],
    handler: async (_context, request) => {
      const { params, db } = request;
      const suppression = await findSuppressionById(db, params.suppressionId);
      if (suppression === null) throw commonProblems.problem("resource.not_found");
      if (suppression.reason === "complaint") throw notificationProblems.problem("suppression.complaint");
      await liftSuppression(db, suppression.id);
      await recordChange(db, {
        actor: actorOf(request),
        event: "contact.released.v1",
        data: { suppression_id: suppression.id },
        objectType: "suppression",
        objectId: suppression.id,
      });
      return { status: 204 };
    },
  }),
];

import { userRoles } from "@horizon/contracts/backend";
import { listInbox, markInboxRead } from "@horizon/db/notification";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { NotificationContext } from "../context.ts";

const { userRoute } = routesOf<NotificationContext>();
const tags = ["notifications"];

const inboxItem = z.strictObject({
  id: idOut("ntf"),
  kind: z.string(),
  subject: z.string(),
  data: z.record(z.string(), z.unknown()),
  read_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});

export const inboxRoutes = [
  userRoute({
    access: { roles: userRoles },
    method: "get",
    path: "/v1/notifications",
    operationId: "listNotifications",
    summary: "Your inbox, newest first",
    tags,
    query: z.strictObject({ ...pageQuery, unread: z.stringbool().default(false) }),
    responses: { 200: pageOf(inboxItem) },
    handler: async (context, { query, db, principal }) => {
      const list = `inbox:${principal.userId}`;
      const after = context.cursors.read(query.cursor, list);
      const rows = await listInbox(db, {
        userId: principal.userId,
        unread: query.unread,
        after,
        limit: query.limit + 1,
      });
      const page = context.cursors.page(rows, {
        limit: query.limit,
        list,
        view: ({ id, kind, subject, data, readAt, createdAt }) => ({
          id: publicIdOf("ntf", id),
          kind,
          subject,
          data: data as Record<string, unknown>,
          read_at: readAt?.toISOString() ?? null,
          created_at: createdAt.toISOString(),
        }),
      });
      return { status: 200, body: page };
    },
  }),
  userRoute({
    access: { roles: userRoles },
    method: "post",
    path: "/v1/notifications/read-all",
    operationId: "readAllNotifications",
    summary: "Marks your whole inbox as read",
    tags,
    responses: { 204: null },
    handler: async ({ clock }, { db, principal }) => {
      await markInboxRead(db, { userId: principal.userId, at: clock.now() });
      return { status: 204 };
    },
  }),
  userRoute({
    access: { roles: userRoles },
    method: "post",
    path: "/v1/notifications/:notificationId/read",
    operationId: "readNotification",
    summary: "Marks one as read",
    tags,
    params: z.strictObject({ notificationId: idIn("ntf") }),
    responses: { 204: null },
    handler: async ({ clock }, { db, principal, params }) => {
      const wish = { userId: principal.userId, id: params.notificationId, at: clock.now() };
      if (!(await markInboxRead(db, wish))) throw commonProblems.problem("resource.not_found");
      return { status: 204 };
    },
  }),
];

import { getPreference, muteCategory, savePreference } from "@horizon/db/notification";
import { z } from "zod";
import { actorOf } from "../../../platform/actor.ts";
import { idIn } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { NotificationContext } from "../context.ts";
import { isMutable, messageCategories, mutableCategories } from "../domain/categories.ts";
import { notificationProblems } from "../problems.ts";
import { recordChange } from "../record-change.ts";

const { userRoute, publicRoute } = routesOf<NotificationContext>();
const tags = ["notifications"];
const params = z.strictObject({ customerId: idIn("cus") });
const path = "/v1/customers/:customerId/notification-preferences";

const preferencesView = z.strictObject({
  email: z.strictObject({
    security: z.literal(true),
    legal: z.literal(true),
    service: z.boolean(),
    billing: z.boolean(),
    marketing: z.boolean(),
  }),
});

function viewPreferences(muted: readonly string[]): z.input<typeof preferencesView> {
  const wants = (category: string) => !muted.includes(category);
  return {
    email: {
      security: true,
      legal: true,
      service: wants("service"),
      billing: wants("billing"),
      marketing: wants("marketing"),
    },
  };
}

const token = z.strictObject({ token: z.string().max(300) });

export const preferenceRoutes = [
  userRoute({
    access: { roles: ["customer", "agent"] },
    method: "get",
    path,
    operationId: "getNotificationPreferences",
    summary: "What the customer wants to be told by e-mail",
    tags,
    params,
    responses: { 200: preferencesView },
    handler: async (context, { db, principal, params: { customerId }, requestId }) => {
      const { user_id } = await authorizeCustomer(context, principal, customerId, requestId);
      const { muted, version } = await getPreference(db, user_id);
      return { status: 200, body: viewPreferences(muted), etag: version };
    },
  }),
  userRoute({
    access: { roles: ["customer"] },
    method: "put",
    path,
    operationId: "setNotificationPreferences",
    summary: "Chooses what to be told by e-mail",
    description: "Security and legal messages cannot be refused: the law, or your safety, wants them sent.",
    tags,
    params,
    ifMatch: "required",
    body: z.strictObject({
      email: z.strictObject(
        Object.fromEntries(messageCategories.map((category) => [category, z.boolean()])) as Record<
          (typeof messageCategories)[number],
          z.ZodBoolean
        >,
      ),
    }),
    responses: { 200: preferencesView },
    problems: ["preferences.mandatory"],
    handler: async (context, request) => {
      const {
        db,
        principal,
        params: { customerId },
        requestId,
        ifMatch,
        body,
      } = request;
      const { user_id } = await authorizeCustomer(context, principal, customerId, requestId);
      if (!body.email.security || !body.email.legal)
        throw notificationProblems.problem("preferences.mandatory");
      const muted = mutableCategories.filter((category) => !body.email[category]);
      const saved = await savePreference(db, { userId: user_id, muted, version: ifMatch });
      if (saved === null) throw commonProblems.problem("resource.stale");
      await recordChange(db, {
        actor: actorOf(request),
        event: "preferences.changed.v1",
        data: { user_id },
        objectType: "preference",
        objectId: user_id,
      });
      return { status: 200, body: viewPreferences(saved.muted), etag: saved.version };
    },
  }),
  // Mail programs follow links by themselves: reading changes nothing, only the post does (RFC 8058).
  publicRoute({
    method: "get",
    path: "/v1/unsubscribe/:token",
    operationId: "showUnsubscribe",
    summary: "What a link in an e-mail would end",
    tags,
    params: token,
    responses: { 200: z.strictObject({ category: z.enum(mutableCategories) }) },
    problems: ["unsubscribe.invalid"],
    handler: async ({ keys }, { params: given }) => {
      const link = keys.readUnsubscribe(given.token);
      if (link === null || !isMutable(link.category))
        throw notificationProblems.problem("unsubscribe.invalid");
      return { status: 200, body: { category: link.category } };
    },
  }),
  publicRoute({
    method: "post",
    path: "/v1/unsubscribe/:token",
    operationId: "unsubscribe",
    summary: "Ends e-mails of one kind, at once and without signing in",
    tags,
    params: token,
    rawBody: { contentTypes: ["application/x-www-form-urlencoded", "application/json"], maxBytes: 1_024 },
    responses: { 204: null },
    problems: ["unsubscribe.invalid"],
    handler: async ({ keys }, request) => {
      const { params: given, db } = request;
      const link = keys.readUnsubscribe(given.token);
      if (link === null || !isMutable(link.category))
        throw notificationProblems.problem("unsubscribe.invalid");
      await muteCategory(db, link.userId, link.category);
      await recordChange(db, {
        actor: actorOf(request),
        event: "preferences.changed.v1",
        data: { user_id: link.userId },
        objectType: "preference",
        objectId: link.userId,
        reason: "one-click unsubscribe",
      });
      return { status: 204 };
    },
  }),
];

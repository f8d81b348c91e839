import type { Db } from "@horizon/db";
import {
  changeWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listWebhookEndpoints,
  type WebhookEndpoint,
} from "@horizon/db/notification";
import { z } from "zod";
import { type Actor, actorOf } from "../../../platform/actor.ts";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { NotificationContext } from "../context.ts";
import { webhookEvents } from "../domain/event-messages.ts";
import { createWebhookSecret } from "../domain/webhook-signature.ts";
import { getOwnEndpoint, ownerOf } from "../own-endpoint.ts";
import { recordChange } from "../record-change.ts";

const { userRoute } = routesOf<NotificationContext>();
const access = { roles: ["admin"], scope: "webhooks:manage" } as const;
const tags = ["webhooks"];
const params = z.strictObject({ endpointId: idIn("whe") });
const rotationMs = 24 * 60 * 60_000;

const settings = {
  url: z.url().max(500),
  events: z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length),
};
const endpointView = z.strictObject({
  id: idOut("whe"),
  url: z.string(),
  events: z.array(z.string()),
  state: z.enum(["enabled", "failing", "disabled"]),
  created_at: z.iso.datetime(),
});
const withSecret = endpointView.extend({ secret: z.string() });
function viewEndpoint({ id, url, events, state, createdAt }: WebhookEndpoint): z.input<typeof endpointView> {
  return { id: publicIdOf("whe", id), url, events: [...events], state, created_at: createdAt.toISOString() };
}

export const webhookEndpointRoutes = [
  userRoute({
    access,
    method: "post",
    path: "/v1/webhook-endpoints",
    operationId: "createWebhookEndpoint",
    summary: "Has events told to a system of yours",
    description:
      "Deliveries follow Standard Webhooks 1.0: verify `webhook-signature` with the secret, which is in the first answer and nowhere else: a repetition with the same Idempotency-Key answers null in its place. Payloads hold ids; ask the API for the rest. Answer 2xx within 15 s.",
    tags,
    idempotency: "required",
    shownOnce: ["secret"],
    body: z.strictObject(settings),
    responses: { 201: endpointView.extend({ secret: z.string().nullable() }) },
    problems: ["webhook.url"],
    handler: async ({ webhooks, keys }, request) => {
      const { body, db, principal } = request;
      await webhooks.assertAllowed(body.url);
      const secret = createWebhookSecret();
      const endpoint = await createWebhookEndpoint(db, {
        ownerId: ownerOf(principal),
        url: body.url,
        events: body.events,
        secret: keys.seal(secret),
      });
      await tellOf(db, actorOf(request), endpoint, "webhook_endpoint.created.v1");
      return { status: 201, body: { ...viewEndpoint(endpoint), secret }, etag: endpoint.version };
    },
  }),
  userRoute({
    access,
    method: "get",
    path: "/v1/webhook-endpoints",
    operationId: "listWebhookEndpoints",
    summary: "Your endpoints, newest first",
    tags,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(endpointView) },
    handler: async (context, { query, db, principal }) => {
      const ownerId = principal.kind === "user" ? undefined : ownerOf(principal);
      const list = `webhook-endpoints:${ownerId ?? "all"}`;
      const after = context.cursors.read(query.cursor, list);
      const rows = await listWebhookEndpoints(db, { ownerId, after, limit: query.limit + 1 });
      return {
        status: 200,
        body: context.cursors.page(rows, { limit: query.limit, list, view: viewEndpoint }),
      };
    },
  }),
  userRoute({
    access,
    method: "get",
    path: "/v1/webhook-endpoints/:endpointId",
    operationId: "getWebhookEndpoint",
    summary: "One endpoint",
    tags,
    params,
    responses: { 200: endpointView },
    handler: async (_context, { params: { endpointId }, db, principal }) => {
      const endpoint = await getOwnEndpoint(db, principal, endpointId);
      return { status: 200, body: viewEndpoint(endpoint), etag: endpoint.version };
    },
  }),
  userRoute({
    access,
    method: "patch",
    path: "/v1/webhook-endpoints/:endpointId",
    operationId: "updateWebhookEndpoint",
    summary: "Changes where or what, or enables it again",
    tags,
    params,
    ifMatch: "required",
    body: z.strictObject({ ...settings, state: z.enum(["enabled", "disabled"]) }).partial(),
    responses: { 200: endpointView },
    problems: ["webhook.url"],
    handler: async ({ webhooks }, request) => {
      const { params, db, principal, body, ifMatch } = request;
      const endpoint = await getOwnEndpoint(db, principal, params.endpointId);
      if (endpoint.version !== ifMatch) throw commonProblems.problem("resource.stale");
      if (body.url !== undefined) await webhooks.assertAllowed(body.url);
      const { url, events, state } = body;
      const changed = await changeWebhookEndpoint(db, endpoint, {
        ...(url === undefined ? {} : { url }),
        ...(events === undefined ? {} : { events }),
        ...(state === undefined ? {} : { state, failingSince: null }),
      });
      if (changed === null) throw commonProblems.problem("resource.stale");
      await tellOf(db, actorOf(request), endpoint, "webhook_endpoint.changed.v1");
      return { status: 200, body: viewEndpoint(changed), etag: changed.version };
    },
  }),
  userRoute({
    access,
    method: "delete",
    path: "/v1/webhook-endpoints/:endpointId",
    operationId: "deleteWebhookEndpoint",
    summary: "Removes it and what waits for it",
    tags,
    params,
    responses: { 204: null },
    handler: async (_context, request) => {
      const { params, db, principal } = request;
      const endpoint = await getOwnEndpoint(db, principal, params.endpointId);
      await deleteWebhookEndpoint(db, endpoint.id);
      await tellOf(db, actorOf(request), endpoint, "webhook_endpoint.changed.v1", "deleted");
      return { status: 204 };
    },
  }),
  userRoute({
    access,
    method: "post",
    path: "/v1/webhook-endpoints/:endpointId/rotate-secret",
    operationId: "rotateWebhookSecret",
    summary: "A new secret; for a day deliveries are signed with both",
    tags,
    params,
    responses: { 200: withSecret },
    handler: async ({ keys, clock }, request) => {
      const { params, db, principal } = request;
      const endpoint = await getOwnEndpoint(db, principal, params.endpointId);
      const secret = createWebhookSecret();
      const changed = await changeWebhookEndpoint(db, endpoint, {
        secret: keys.seal(secret),
        previousSecret: endpoint.secret,
        previousUntil: new Date(clock.now().getTime() + rotationMs),
      });
      if (changed === null) throw commonProblems.problem("resource.stale");
      await tellOf(db, actorOf(request), endpoint, "webhook_endpoint.changed.v1", "secret rotated");
      return { status: 200, body: { ...viewEndpoint(changed), secret }, etag: changed.version };
    },
  }),
];

async function tellOf(
  db: Db,
  actor: Actor,
  { id }: WebhookEndpoint,
  event: "webhook_endpoint.created.v1" | "webhook_endpoint.changed.v1",
  reason?: string,
): Promise<void> {
  const about = { data: { endpoint_id: id }, objectType: "webhook_endpoint", objectId: id };
  await recordChange(db, { actor, event, reason, ...about });
}

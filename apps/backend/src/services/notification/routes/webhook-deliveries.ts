import { randomUUID } from "node:crypto";
import {
  endWebhookAttempt,
  findWebhookDelivery,
  listWebhookDeliveries,
  queueWebhookDelivery,
  type WebhookDelivery,
} from "@horizon/db/notification";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { pageOf, pageQuery } from "../../../platform/pages.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import type { NotificationContext } from "../context.ts";
import { getOwnEndpoint } from "../own-endpoint.ts";

const { userRoute } = routesOf<NotificationContext>();
const access = { roles: ["admin"], scope: "webhooks:manage" } as const;
const tags = ["webhooks"];
const params = z.strictObject({ endpointId: idIn("whe") });

const deliveryView = z.strictObject({
  id: idOut("whd"),
  event_id: z.uuid(),
  type: z.string(),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.int(),
  last_status: z.int().nullable(),
  last_error: z.string().nullable(),
  created_at: z.iso.datetime(),
});

function viewDelivery(delivery: WebhookDelivery): z.input<typeof deliveryView> {
  return {
    id: publicIdOf("whd", delivery.id),
    event_id: delivery.eventId,
    type: delivery.type,
    state: delivery.state,
    attempts: delivery.attempts,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    created_at: delivery.createdAt.toISOString(),
  };
}

/** What is sent to the endpoints of partners, and once more when they ask for it. */
export const webhookDeliveryRoutes = [
  userRoute({
    access,
    method: "post",
    path: "/v1/webhook-endpoints/:endpointId/test",
    operationId: "testWebhookEndpoint",
    summary: "Sends a test event",
    tags,
    params,
    responses: { 202: null },
    handler: async ({ clock }, { params: { endpointId }, db, principal }) => {
      const endpoint = await getOwnEndpoint(db, principal, endpointId);
      const now = clock.now();
      await queueWebhookDelivery(db, {
        endpointId: endpoint.id,
        eventId: randomUUID(),
        type: "webhook.test.v1",
        payload: { type: "webhook.test.v1", timestamp: now.toISOString(), data: {} },
        nextAttemptAt: now,
      });
      return { status: 202 };
    },
  }),
  userRoute({
    access,
    method: "get",
    path: "/v1/webhook-endpoints/:endpointId/deliveries",
    operationId: "listWebhookDeliveries",
    summary: "What was sent, newest first",
    tags,
    params,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(deliveryView) },
    handler: async (context, { params: { endpointId }, query, db, principal }) => {
      const endpoint = await getOwnEndpoint(db, principal, endpointId);
      const list = `webhook-deliveries:${endpoint.id}`;
      const after = context.cursors.read(query.cursor, list);
      const rows = await listWebhookDeliveries(db, {
        endpointId: endpoint.id,
        after,
        limit: query.limit + 1,
      });
      const page = context.cursors.page(rows, {
        limit: query.limit,
        list,
        view: viewDelivery,
      });
      return { status: 200, body: page };
    },
  }),
  userRoute({
    access,
    method: "post",
    path: "/v1/deliveries/:deliveryId/redeliver",
    operationId: "redeliverWebhook",
    summary: "Sends it again",
    tags,
    params: z.strictObject({ deliveryId: idIn("whd") }),
    responses: { 202: null },
    handler: async ({ clock }, { params: { deliveryId }, db, principal }) => {
      const delivery = await findWebhookDelivery(db, deliveryId);
      if (delivery === null) throw commonProblems.problem("resource.not_found");
      await getOwnEndpoint(db, principal, delivery.endpointId);
      await endWebhookAttempt(db, delivery.id, {
        state: "pending",
        attempts: 0,
        nextAttemptAt: clock.now(),
        lastStatus: delivery.lastStatus,
        lastError: delivery.lastError,
      });
      return { status: 202 };
    },
  }),
];

import { randomUUID } from "node:crypto";
import { dateInZone } from "@horizon/calendar";
import { appendEvent } from "@horizon/db/backend";
import { queueMessage } from "@horizon/db/notification";
import { z } from "zod";
import { idIn, idOut, publicIdOf } from "../../../platform/ids.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { routesOf } from "../../../platform/route.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { NotificationContext } from "../context.ts";
import { isTemplateKey } from "../domain/default-templates.ts";
import { findTemplate } from "../find-template.ts";
import { notificationProblems } from "../problems.ts";

const { userRoute } = routesOf<NotificationContext>();
/** Those that need nothing but the customer; the others have links or dates that only their event knows. */
const sendable = [
  "letter_to_approve",
  "letter_returned",
  "dispute_deadline",
  "invoice_ready",
  "payment_action",
] as const;

export const messageRoute = userRoute({
  access: { roles: ["agent", "billing", "compliance"] },
  method: "post",
  path: "/v1/messages",
  operationId: "sendMessage",
  summary: "Reminds a customer by e-mail",
  tags: ["notifications"],
  idempotency: "required",
  body: z.strictObject({ customer_id: idIn("cus"), template: z.string().max(100) }),
  responses: { 202: z.strictObject({ id: idOut("msg"), state: z.literal("queued") }) },
  problems: ["template.unknown"],
  handler: async (context, { body, db, principal, requestId }) => {
    const { user_id, zone } = await authorizeCustomer(context, principal, body.customer_id, requestId);
    const { template: key } = body;
    if (!isTemplateKey(key) || !(sendable as readonly string[]).includes(key)) {
      throw notificationProblems.problem("template.unknown", {
        detail: `Send one of ${sendable.join(", ")}.`,
      });
    }
    const { category } = await findTemplate(db, key);
    const queued = await queueMessage(db, {
      userId: user_id,
      templateKey: key,
      category,
      vars: { sent_by: principal.userId, date: dateInZone(context.clock.now(), zone) },
      causeId: randomUUID(),
    });
    if (queued === null) throw commonProblems.problem("resource.conflict");
    await appendEvent(db, "notification", {
      type: "message.queued.v1",
      aggregateType: "message",
      aggregateId: queued.id,
      data: { user_id, message_id: queued.id },
      requestId,
    });
    return { status: 202, body: { id: publicIdOf("msg", queued.id), state: "queued" as const } };
  },
});

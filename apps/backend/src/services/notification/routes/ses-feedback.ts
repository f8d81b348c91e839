import { randomUUID } from "node:crypto";
import type { Db } from "@horizon/db";
import { appendEvent } from "@horizon/db/backend";
import {
  markMessageReturned,
  type ReturnedState,
  recordSnsNotification,
  suppressAddress,
} from "@horizon/db/notification";
import { z } from "zod";
import { parseJson } from "../../../platform/parse-json.ts";
import { routesOf } from "../../../platform/route.ts";
import type { NotificationContext } from "../context.ts";
import type { SnsNotification } from "../email/sns-notification.ts";
import { tellReturned } from "../tell-returned.ts";

const { publicRoute } = routesOf<NotificationContext>();

const feedback = z.object({
  notificationType: z.string(),
  mail: z.object({ messageId: z.string() }),
  bounce: z
    .object({ bounceType: z.string(), bouncedRecipients: z.array(z.object({ emailAddress: z.string() })) })
    .optional(),
  complaint: z.object({ complainedRecipients: z.array(z.object({ emailAddress: z.string() })) }).optional(),
});

/** MAIL-2: where SES tells, through SNS, what came back. An address that bounces for good, or complains, gets nothing more. */
export const sesFeedbackRoute = publicRoute({
  method: "post",
  path: "/v1/webhooks/ses",
  operationId: "receiveEmailFeedback",
  summary: "Takes bounces and complaints",
  tags: ["webhooks"],
  rawBody: { contentTypes: ["text/plain", "application/json"], maxBytes: 256 * 1024 },
  responses: { 200: z.strictObject({ received: z.literal(true) }) },
  problems: ["webhook.signature"],
  handler: async (context, { body, db }) => {
    const message = await context.sns.read(body.toString("utf8"));
    if (message.Type === "SubscriptionConfirmation") await context.sns.confirm(message);
    else await applyFeedback(context, db, message);
    return { status: 200, body: { received: true as const } };
  },
});

async function applyFeedback(
  { keys }: NotificationContext,
  db: Db,
  { MessageId: id, Message }: SnsNotification,
): Promise<void> {
  const returned = readReturn(Message);
  if (returned === null) return;
  const { state, reason, addresses, providerRef } = returned;
  if (!(await recordSnsNotification(db, { id, providerRef, state }))) return;
  for (const address of addresses) {
    await suppressAddress(db, { addressHash: keys.hashAddress(address), reason, scope: "all" });
    await appendEvent(db, "notification", {
      type: "contact.suppressed.v1",
      aggregateType: "suppression",
      aggregateId: randomUUID(),
      data: { suppression_scope: "all" },
    });
  }
  const message = await markMessageReturned(db, providerRef, state);
  if (message !== null) await tellReturned(db, message, state);
}

interface Returned {
  readonly state: ReturnedState;
  readonly reason: "bounce" | "complaint";
  readonly addresses: readonly string[];
  readonly providerRef: string;
}

/** Null for deliveries, opens, transient bounces and what SES may add: of no interest. */
function readReturn(text: string): Returned | null {
  const parsed = feedback.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { bounce, complaint, mail } = parsed.data;
  const addressesOf = (recipients: readonly { emailAddress: string }[]) =>
    recipients.map(({ emailAddress }) => emailAddress);
  const providerRef = mail.messageId;
  if (complaint !== undefined) {
    return {
      state: "complained",
      reason: "complaint",
      addresses: addressesOf(complaint.complainedRecipients),
      providerRef,
    };
  }
  if (bounce?.bounceType !== "Permanent") return null;
  return {
    state: "bounced",
    reason: "bounce",
    addresses: addressesOf(bounce.bouncedRecipients),
    providerRef,
  };
}

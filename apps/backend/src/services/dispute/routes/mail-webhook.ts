import { z } from "zod";
import { routesOf } from "../../../platform/route.ts";
import type { DisputeContext } from "../context.ts";
import { progressOf } from "../domain/mail-progress.ts";
import { receiveMailEvent } from "../mailing/receive-mail-event.ts";
import { isSignedByProvider } from "../mailing/verify-webhook.ts";
import { problem } from "../problems.ts";

const { publicRoute } = routesOf<DisputeContext>();

const providerEvent = z.object({
  id: z.string().min(1).max(200),
  reference_id: z.string().min(1).max(200),
  event_type: z.object({ id: z.string().min(1).max(100) }),
  date_created: z.iso.datetime({ offset: true }),
});

const mailWebhook = publicRoute({
  method: "post",
  path: "/v1/webhooks/mail",
  operationId: "receiveMailWebhook",
  summary: "Events of the mail provider",
  description:
    "Signed by the provider. Stored and answered at once; applied from the queue, each once, in whatever order.",
  tags: ["Webhooks"],
  rawBody: { contentTypes: ["application/json"], maxBytes: 256 * 1024 },
  responses: { 204: null },
  problems: ["webhook.signature_invalid"],
  handler: async (context, { body, db, header, log }) => {
    const signed = isSignedByProvider({
      secret: context.env.LETTER_WEBHOOK_SECRET,
      timestamp: header("lob-signature-timestamp"),
      signature: header("lob-signature"),
      body,
      // Signatures keep the system's time, not the business's.
      now: new Date(),
    });
    if (!signed) throw problem("webhook.signature_invalid");
    const event = parseEvent(body);
    if (event === null) {
      // The provider would send it for days; whoever reads the log decides.
      log.warn("a signed event of the mail provider has an unknown shape");
      return { status: 204 };
    }
    const type = event.event_type.id;
    if (progressOf(type) !== null) {
      await receiveMailEvent(db, {
        providerEventId: event.id,
        providerLetterId: event.reference_id,
        type,
        occurredAt: new Date(event.date_created),
      });
    }
    return { status: 204 };
  },
});

function parseEvent(body: Buffer): z.output<typeof providerEvent> | null {
  try {
    return providerEvent.parse(JSON.parse(body.toString("utf8")));
  } catch {
    return null;
  }
}

export const mailWebhookRoutes = [mailWebhook];

import { z } from "zod";
import { defineEvents } from "./define-events.ts";

const message = z.object({ user_id: z.uuid(), message_id: z.uuid() });
const nobody = { consumers: [] } as const;

/** What notification-service tells the others. */
export const notificationEvents = defineEvents({
  /** An e-mail is to be written and sent, by its own service. */
  "message.queued.v1": { data: message, consumers: ["notification-service"] },
  "message.sent.v1": { data: message, ...nobody },
  "message.suppressed.v1": { data: message, ...nobody },
  "message.failed.v1": { data: message, ...nobody },
  "message.bounced.v1": { data: message, ...nobody },
  "message.complained.v1": { data: message, ...nobody },
  "preferences.changed.v1": { data: z.object({ user_id: z.uuid() }), ...nobody },
  "contact.suppressed.v1": { data: z.object({ suppression_scope: z.enum(["all", "marketing"]) }), ...nobody },
  "contact.released.v1": { data: z.object({ suppression_id: z.uuid() }), ...nobody },
  "message_template.published.v1": { data: z.object({ key: z.string(), version: z.int() }), ...nobody },
  "webhook_endpoint.created.v1": { data: z.object({ endpoint_id: z.uuid() }), ...nobody },
  "webhook_endpoint.changed.v1": { data: z.object({ endpoint_id: z.uuid() }), ...nobody },
  "webhook_endpoint.disabled.v1": { data: z.object({ endpoint_id: z.uuid() }), ...nobody },
});

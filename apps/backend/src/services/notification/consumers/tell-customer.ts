import { dateInZone } from "@horizon/calendar";
import type { Db } from "@horizon/db";
import { appendEvent } from "@horizon/db/backend";
import {
  addInboxItem,
  listSubscribedEndpoints,
  queueMessage,
  queueWebhookDelivery,
} from "@horizon/db/notification";
import { getStanding } from "../../../platform/standing.ts";
import type { NotificationContext } from "../context.ts";
import type { EventMessage } from "../domain/event-messages.ts";
import { findTemplate } from "../find-template.ts";

interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurred_at: string;
  readonly request_id: string | null;
}

interface Addressee {
  readonly userId: string;
  readonly zone: string;
}

/**
 * Puts a message in the queue, and what goes with it into the inbox.
 *
 * @param zone IANA name of where the user is: the message says the date there. Nothing is known of users who are no customers.
 */
export async function tellUser(
  db: Db,
  { userId, zone, event, message }: { userId: string; zone?: string; event: Told; message: EventMessage },
): Promise<void> {
  const template = await findTemplate(db, message.template);
  const cause = { userId, causeId: event.id };
  const queued = await queueMessage(db, {
    ...cause,
    templateKey: message.template,
    category: template.category,
    vars: { event: event.type, date: sayDate(new Date(event.occurred_at), zone) },
  });
  if (message.inbox) {
    const data = Object.fromEntries(
      Object.entries(event.data).filter(([, value]) => typeof value === "string"),
    );
    await addInboxItem(db, {
      ...cause,
      kind: message.template,
      subject: template.subject,
      data: data as Record<string, string>,
    });
  }
  if (queued === null) return;
  await appendEvent(db, "notification", {
    type: "message.queued.v1",
    aggregateType: "message",
    aggregateId: queued.id,
    data: { user_id: userId, message_id: queued.id },
    requestId: event.request_id ?? undefined,
  });
}

function sayDate(instant: Date, zone?: string): string {
  return zone === undefined ? `${dateInZone(instant, "UTC")} (UTC)` : dateInZone(instant, zone);
}

/** Asks whose customer it is, tells them, and queues what partners want to know. */
export function tellCustomer(message: EventMessage) {
  return {
    act: async (context: NotificationContext, { event }: { event: Told }): Promise<Addressee> => {
      const customerId = String(event.data.customer_id);
      const { user_id, zone } = await getStanding(context, customerId, event.request_id ?? undefined);
      return { userId: user_id, zone };
    },
    record: async (
      { clock }: NotificationContext,
      { db, event }: { db: Db; event: Told },
      addressee: unknown,
    ): Promise<void> => {
      await tellUser(db, { ...(addressee as Addressee), event, message });
      for (const endpoint of await listSubscribedEndpoints(db, event.type)) {
        await queueWebhookDelivery(db, {
          endpointId: endpoint.id,
          eventId: event.id,
          type: event.type,
          payload: {
            type: event.type,
            timestamp: event.occurred_at,
            data: event.data as Record<string, string>,
          },
          nextAttemptAt: clock.now(),
        });
      }
    },
  };
}

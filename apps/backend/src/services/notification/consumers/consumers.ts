import type { Db } from "@horizon/db";
import type { Consumers } from "../../../platform/events.ts";
import type { NotificationContext } from "../context.ts";
import { authMessages, customerMessages, type EventMessage, userMessages } from "../domain/event-messages.ts";
import { sendAuthMessage } from "./send-auth-message.ts";
import { sendMessage } from "./send-message.ts";
import { tellCustomer, tellUser } from "./tell-customer.ts";

interface Told {
  readonly db: Db;
  readonly event: {
    id: string;
    type: string;
    data: { user_id: string };
    occurred_at: string;
    request_id: string | null;
  };
}

const tellUserOf =
  (message: EventMessage) =>
  (_context: NotificationContext, { db, event }: Told) =>
    tellUser(db, { userId: event.data.user_id, event, message });

const entries: [string, unknown][] = [
  ...authMessages.map((type): [string, unknown] => [type, sendAuthMessage]),
  ...Object.entries(userMessages).map(([type, message]): [string, unknown] => [type, tellUserOf(message)]),
  ...Object.entries(customerMessages).map(([type, message]): [string, unknown] => [
    type,
    tellCustomer(message),
  ]),
  ["message.queued.v1", sendMessage],
];

/** Who is told what when something happened. */
export const notificationConsumers = Object.fromEntries(entries) as Consumers<NotificationContext>;

import { randomUUID } from "node:crypto";
import type { Db } from "@horizon/db";
import { countMessages, createMessage, type MessageKind, type PasswordRow } from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import { messageLifetimesMs } from "./domain/session-policy.ts";

const eventTypes = {
  email_verification: "user.email_verification_requested.v1",
  registration_repeated: "user.registration_repeated.v1",
  password_reset: "user.password_reset_requested.v1",
  staff_invitation: "user.invited.v1",
} as const satisfies Record<MessageKind, string>;

/** Strangers can have mail sent to an address: no more than so many an hour of one kind. */
const perHourMax = 5;

/**
 * Asks for an e-mail. Its link does not exist yet: it is made when notification-service reads the message.
 *
 * @returns false when there were enough already; then nothing is sent.
 */
export async function sendMessage(
  tx: Db,
  message: { userId: string; kind: MessageKind; at: Date; password?: PasswordRow; requestId?: string },
): Promise<boolean> {
  const { userId, kind, at, password, requestId } = message;
  const since = new Date(at.getTime() - 60 * 60_000);
  if ((await countMessages(tx, { userId, kind, since })) >= perHourMax) return false;
  const id = randomUUID();
  await createMessage(tx, {
    id,
    userId,
    kind,
    createdAt: at,
    expiresAt: new Date(at.getTime() + messageLifetimesMs[kind]),
    ...(password === undefined ? {} : { password }),
  });
  await appendEvent(tx, "auth", {
    type: eventTypes[kind],
    aggregateType: "user",
    aggregateId: userId,
    data: { user_id: userId, message_id: id },
    requestId,
  });
  return true;
}

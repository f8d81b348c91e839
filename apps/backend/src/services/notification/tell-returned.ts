import type { Db } from "@horizon/db";
import { appendEvent } from "@horizon/db/backend";
import type { NotificationMessage, ReturnedState } from "@horizon/db/notification";

/** An e-mail came back, or its reader complained. */
export async function tellReturned(
  db: Db,
  { id, userId }: Pick<NotificationMessage, "id" | "userId">,
  state: ReturnedState,
): Promise<void> {
  await appendEvent(db, "notification", {
    type: `message.${state}.v1`,
    aggregateType: "message",
    aggregateId: id,
    data: { user_id: userId, message_id: id },
  });
}

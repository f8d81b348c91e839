import type { Db } from "@horizon/db";
import { appendEvent } from "@horizon/db/backend";
import { type NewMailEvent, storeMailEvent } from "@horizon/db/dispute";

/** Stores an event of the provider, to be applied in turn. @returns false when the same event came before. */
export async function receiveMailEvent(db: Db, event: NewMailEvent): Promise<boolean> {
  const id = await storeMailEvent(db, event);
  if (id === null) return false;
  await appendEvent(db, "dispute", {
    type: "mail.event_received.v1",
    aggregateType: "mail_event",
    // Of its own, so that one which cannot be applied holds up nothing else of the letter.
    aggregateId: id,
    data: { mail_event_id: id },
  });
  return true;
}

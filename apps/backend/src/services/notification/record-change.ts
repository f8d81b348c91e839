import type { EventData, EventTypeOf } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import type { Actor } from "../../platform/actor.ts";

interface Change<T extends EventTypeOf<"notification">> {
  readonly actor: Actor;
  readonly event: T;
  readonly data: EventData<T>;
  readonly objectType: string;
  readonly objectId: string;
  readonly reason?: string | undefined;
}

/** One event and one audit row of a change, in its transaction. */
export async function recordChange<T extends EventTypeOf<"notification">>(
  db: Db,
  { actor, event, data, objectType, objectId, reason }: Change<T>,
): Promise<void> {
  await appendEvent(db, "notification", {
    type: event,
    aggregateType: objectType,
    aggregateId: objectId,
    data,
    requestId: actor.requestId,
  });
  await appendAudit(db, "notification", {
    ...actor,
    action: event.replace(/\.v\d+$/, ""),
    objectType,
    objectId,
    reason,
  });
}

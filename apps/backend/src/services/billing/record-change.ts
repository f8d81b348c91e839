import type { EventData, EventTypeOf } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import type { Actor } from "../../platform/actor.ts";

/** A job or a consumer of this service, on nobody's behalf. */
export const billingItself: Actor = { actor: "billing-service", actorRole: "service" };

interface Change<T extends EventTypeOf<"billing">> {
  readonly actor: Actor;
  readonly event: T;
  readonly data: EventData<T>;
  readonly objectType: string;
  readonly objectId: string;
  readonly reason?: string | undefined;
  readonly details?: Readonly<Record<string, string | number | null>>;
}

/** One event and one audit row of a change, in its transaction. */
export async function recordChange<T extends EventTypeOf<"billing">>(
  db: Db,
  { actor, event, data, objectType, objectId, reason, details = {} }: Change<T>,
): Promise<void> {
  await appendEvent(db, "billing", {
    type: event,
    aggregateType: objectType,
    aggregateId: objectId,
    data,
    requestId: actor.requestId,
  });
  await appendAudit(db, "billing", {
    ...actor,
    action: event.replace(/\.v\d+$/, ""),
    objectType,
    objectId,
    reason,
    details,
  });
}

import type { EventData, EventType, EventTypeOf, ServiceSchema } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import type { Actor } from "./actor.ts";

export interface RecordedChange<T extends EventType> {
  readonly actor: Actor;
  readonly event: T;
  readonly data: EventData<T>;
  readonly objectType: string;
  readonly objectId: string;
  readonly reason?: string | undefined;
  readonly details?: Readonly<Record<string, string | number | null>>;
}

/** What a service calls in the transaction of a change: one event and one audit row, whose action is the event without its version. */
export function changeRecorder<S extends ServiceSchema>(schema: S) {
  return async <T extends EventTypeOf<S>>(
    db: Db,
    { actor, event, data, objectType, objectId, reason, details = {} }: RecordedChange<T>,
  ): Promise<void> => {
    await appendEvent(db, schema, {
      type: event,
      aggregateType: objectType,
      aggregateId: objectId,
      data,
      requestId: actor.requestId,
    });
    await appendAudit(db, schema, {
      ...actor,
      action: event.replace(/\.v\d+$/, ""),
      objectType,
      objectId,
      reason,
      details,
    });
  };
}

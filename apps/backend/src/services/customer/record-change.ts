import type { EventData, EventTypeOf } from "@horizon/contracts/backend";
import type { Db, Json } from "@horizon/db";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import { appendTimeline } from "@horizon/db/customer";
import type { Actor } from "../../platform/actor.ts";
import { newId } from "../../platform/ids.ts";

/** A job or a consumer of this service, on nobody's behalf. */
export const systemActor: Actor = { actor: "customer-service", actorRole: "system" };

export interface Change<T extends EventTypeOf<"customer">> {
  readonly type: T;
  readonly data: EventData<T>;
  readonly customerId: string;
  readonly object: { readonly type: string; readonly id: string };
  readonly at: Date;
  readonly before?: Json;
  readonly after?: Json;
  readonly reason?: string;
  /** Whether the customer sees it on their timeline; they do when left out. */
  readonly visible?: boolean;
}

/** One change, told once to each who must know: the outbox, the timeline, the audit. In the transaction of the change, after it. */
export async function recordChange<T extends EventTypeOf<"customer">>(
  db: Db,
  actor: Actor,
  change: Change<T>,
): Promise<void> {
  const { type, data, customerId, object, at } = change;
  await appendEvent(db, "customer", {
    type,
    aggregateType: object.type,
    aggregateId: object.id,
    data,
    requestId: actor.requestId,
  });
  await appendTimeline(db, {
    id: newId(),
    customerId,
    at,
    kind: type.replace(/\.v\d+$/, ""),
    objectType: object.type,
    objectId: object.id,
    data: data as Json,
    visible: change.visible ?? true,
  });
  await appendAudit(db, "customer", {
    ...actor,
    onBehalfOf: actor.actor === customerId ? undefined : customerId,
    action: type.replace(/\.v\d+$/, ""),
    objectType: object.type,
    objectId: object.id,
    ...(change.before === undefined ? {} : { before: change.before }),
    ...(change.after === undefined ? {} : { after: change.after }),
    reason: change.reason,
    details: data as Json,
  });
}

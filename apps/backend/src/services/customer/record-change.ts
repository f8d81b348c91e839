import type { EventData, EventTypeOf } from "@horizon/contracts/backend";
import type { Db, Json } from "@horizon/db";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import { appendTimeline } from "@horizon/db/customer";
import type { UserPrincipal } from "../../platform/access-token.ts";
import { newId } from "../../platform/ids.ts";

/** Who did it: a person on a request, or a job. */
export interface Actor {
  readonly id: string;
  readonly role: string;
  readonly clientAddress?: string;
  readonly requestId?: string;
}

export function actorOf(request: {
  readonly principal: UserPrincipal;
  readonly clientAddress: string;
  readonly requestId: string;
}): Actor {
  const { principal, clientAddress, requestId } = request;
  return { id: principal.userId, role: principal.role, clientAddress, requestId };
}

export const systemActor: Actor = { id: "customer-service", role: "system" };

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
    actor: actor.id,
    actorRole: actor.role,
    onBehalfOf: actor.id === customerId ? undefined : customerId,
    action: type.replace(/\.v\d+$/, ""),
    objectType: object.type,
    objectId: object.id,
    ...(change.before === undefined ? {} : { before: change.before }),
    ...(change.after === undefined ? {} : { after: change.after }),
    reason: change.reason,
    details: data as Json,
    clientAddress: actor.clientAddress,
    requestId: actor.requestId,
  });
}

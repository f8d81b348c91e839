import type { EventData, EventTypeOf } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import type { ClientPrincipal, UserPrincipal } from "../../platform/access-token.ts";

interface Change<T extends EventTypeOf<"notification">> {
  readonly principal: UserPrincipal | ClientPrincipal | "public";
  readonly requestId: string;
  readonly clientAddress: string;
  readonly event: T;
  readonly data: EventData<T>;
  readonly objectType: string;
  readonly objectId: string;
  readonly reason?: string;
}

/** One event and one audit row of a change, in its transaction. */
export async function recordChange<T extends EventTypeOf<"notification">>(
  db: Db,
  { principal, requestId, clientAddress, event, data, objectType, objectId, reason }: Change<T>,
): Promise<void> {
  await appendEvent(db, "notification", {
    type: event,
    aggregateType: objectType,
    aggregateId: objectId,
    data,
    requestId,
  });
  await appendAudit(db, "notification", {
    ...who(principal),
    action: event.replace(/\.v\d+$/, ""),
    objectType,
    objectId,
    reason,
    clientAddress,
    requestId,
  });
}

function who(principal: UserPrincipal | ClientPrincipal | "public"): { actor: string; actorRole: string } {
  if (principal === "public") return { actor: "public", actorRole: "public" };
  return principal.kind === "user"
    ? { actor: principal.userId, actorRole: principal.role }
    : { actor: principal.clientId, actorRole: "client" };
}

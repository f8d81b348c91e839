import type { EventData, EventTypeOf } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import type { ClientPrincipal, UserPrincipal } from "../../platform/access-token.ts";
import type { RouteRequest } from "../../platform/route.ts";
import type { ServicePrincipal } from "../../platform/service-token.ts";

/** Who did it, for the audit. */
export interface Actor {
  readonly actor: string;
  readonly actorRole: string;
  readonly clientAddress?: string;
  readonly requestId?: string;
}

/** A job or a consumer of this service, on nobody's behalf. */
export const billingItself: Actor = { actor: "billing-service", actorRole: "service" };

export function actorOf({
  principal,
  clientAddress,
  requestId,
}: Pick<
  RouteRequest<unknown, unknown, unknown, UserPrincipal | ClientPrincipal | ServicePrincipal>,
  "principal" | "clientAddress" | "requestId"
>): Actor {
  const where = { clientAddress, requestId };
  switch (principal.kind) {
    case "user":
      return { actor: principal.userId, actorRole: principal.role, ...where };
    case "client":
      return { actor: principal.clientId, actorRole: "client", ...where };
    case "service":
      return { actor: principal.service, actorRole: "service", ...where };
  }
}

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

import type { EventTypeOf } from "@horizon/contracts/backend";
import type { Db, Json } from "@horizon/db";
import type { Incident } from "@horizon/db/auth";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import type { UserPrincipal } from "../../platform/access-token.ts";
import { actorOf } from "../../platform/actor.ts";

interface Request {
  readonly db: Db;
  readonly principal: UserPrincipal;
  readonly clientAddress: string;
  readonly requestId: string;
}

/** One event and one audit row of what was done to an incident. */
export async function recordIncident(
  request: Request,
  type: Extract<EventTypeOf<"auth">, `incident.${"opened" | "changed" | "reported" | "closed"}.v1`>,
  incident: Incident,
  details: Json,
  reason?: string,
): Promise<void> {
  const { db, requestId } = request;
  const { id } = incident;
  await appendEvent(db, "auth", {
    type,
    aggregateType: "incident",
    aggregateId: id,
    data: { incident_id: id },
    requestId,
  });
  await appendAudit(db, "auth", {
    ...actorOf(request),
    action: type.replace(/\.v1$/, ""),
    objectType: "incident",
    objectId: id,
    details,
    reason,
  });
}

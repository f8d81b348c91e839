import type { EventData, EventTypeOf } from "@horizon/contracts/backend";
import type { Db, Json } from "@horizon/db";
import { appendAudit, appendEvent } from "@horizon/db/backend";
import type { Actor } from "../../platform/actor.ts";

/** A consumer of this service, on nobody's behalf. */
export function creditItself(requestId?: string | null): Actor {
  return { actor: "credit-service", actorRole: "service", requestId: requestId ?? undefined };
}

interface Subject {
  readonly objectType: "report" | "element" | "finding" | "furnisher" | "bureau" | "customer";
  readonly objectId: string;
  readonly reason?: string | undefined;
  readonly details?: Json;
}

/** An event, ordered by its report where it has one. */
export async function tell<T extends EventTypeOf<"credit">>(
  db: Db,
  actor: Actor,
  type: T,
  aggregate: { type: "report" | "finding" | "furnisher" | "bureau"; id: string },
  data: EventData<T>,
): Promise<void> {
  const { type: aggregateType, id: aggregateId } = aggregate;
  await appendEvent(db, "credit", { type, aggregateType, aggregateId, data, requestId: actor.requestId });
}

/** One row of the audit chain: of a change, or of somebody who looked (GLB-4). */
export async function audit(db: Db, actor: Actor, action: string, subject: Subject): Promise<void> {
  await appendAudit(db, "credit", { ...actor, action, ...subject });
}

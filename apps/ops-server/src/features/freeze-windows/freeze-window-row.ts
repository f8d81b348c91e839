import type { FreezeWindowInput, FreezeWindowRow } from "@horizon/contracts";
import type { FreezeWindow, FreezeWindowInput as StoredInput } from "@horizon/db";

export function toFreezeWindowRow(window: FreezeWindow, now: Date): FreezeWindowRow {
  const { startsAt, endsAt, createdAt, cancelledAt, services, exceptMemberIds, exceptServices } = window;
  return {
    id: window.id,
    title: window.title,
    environment: window.environment,
    services: services && [...services],
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    reason: window.reason,
    exceptMemberIds: [...exceptMemberIds],
    exceptServices: [...exceptServices],
    createdBy: window.createdBy.name,
    createdAt: createdAt.toISOString(),
    updatedAt: window.updatedAt.toISOString(),
    cancelledAt: cancelledAt?.toISOString() ?? null,
    state: stateOf(window, now),
  };
}

/** What the database stores of an admin's input; the reason is that of the action. */
export function toStoredFreezeWindow(input: FreezeWindowInput, reason: string): StoredInput {
  return { ...input, startsAt: new Date(input.startsAt), endsAt: new Date(input.endsAt), reason };
}

function stateOf({ startsAt, endsAt, cancelledAt }: FreezeWindow, now: Date): FreezeWindowRow["state"] {
  if (cancelledAt !== null) return "cancelled";
  if (now < startsAt) return "scheduled";
  return now < endsAt ? "active" : "ended";
}

import { channel } from "node:diagnostics_channel";
import type { EventType, ServiceSchema } from "@horizon/contracts/backend";

/** What a service of this process has told, and will not take back. */
export interface CommittedEvents {
  readonly schema: ServiceSchema;
  readonly types: readonly EventType[];
}

const committed = channel("horizon:committed-events");

/** @returns ends it. */
export function onCommittedEvents(hear: (events: CommittedEvents) => void): () => void {
  const subscriber = (message: unknown) => hear(message as CommittedEvents);
  committed.subscribe(subscriber);
  return () => void committed.unsubscribe(subscriber);
}

/** Tells those who count, in this process alone. Call it after the commit. */
export function announceEvents(events: CommittedEvents): void {
  if (committed.hasSubscribers) committed.publish(events);
}

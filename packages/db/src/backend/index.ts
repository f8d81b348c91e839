export { type CommittedEvents, onCommittedEvents } from "./committed-events.ts";
export * from "./idempotency.ts";
export * from "./outbox.ts";
export * from "./service-audit.ts";

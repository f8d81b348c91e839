export * from "./idempotency.ts";
export * from "./outbox.ts";
export * from "./service-audit.ts";

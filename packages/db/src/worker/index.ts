export * from "./job-schedule.ts";
export * from "./listen-to-outboxes.ts";
export * from "./outbox-deliveries.ts";
export * from "./relay-lease.ts";

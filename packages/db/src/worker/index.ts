export * from "./dead-letters.ts";
export * from "./job-schedule.ts";
export * from "./listen-to-outboxes.ts";
export * from "./outbox-deliveries.ts";
export * from "./purge-outbox.ts";
export * from "./relay-lag.ts";
export * from "./relay-lease.ts";

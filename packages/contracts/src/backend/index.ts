export * from "./auth.ts";
export * from "./credit-states.ts";
export * from "./dispute-states.ts";
export * from "./events/events.ts";
export * from "./jobs.ts";
export * from "./principals.ts";
export * from "./service-names.ts";
export * from "./standing.ts";

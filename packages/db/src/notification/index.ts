export * from "./inbox.ts";
export * from "./messages.ts";
export * from "./preferences.ts";
export * from "./suppressions.ts";
export * from "./templates.ts";
export * from "./webhooks.ts";

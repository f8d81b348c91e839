export * from "./directory.ts";
export * from "./dispute-outcomes.ts";
export * from "./elements.ts";
export * from "./findings.ts";
export * from "./open-disputes.ts";
export * from "./overlays.ts";
export * from "./reports.ts";
export * from "./scores.ts";

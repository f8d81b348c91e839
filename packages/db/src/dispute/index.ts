export * from "./due-rounds.ts";
export * from "./identity-theft-cases.ts";
export * from "./items.ts";
export * from "./letter-templates.ts";
export * from "./letters.ts";
export * from "./mail-events.ts";
export * from "./performances.ts";
export * from "./reminders.ts";
export * from "./responses.ts";
export * from "./round-items.ts";
export * from "./round-lists.ts";
export type {
  DisputeRound,
  NewRound,
  RoundDates,
  RoundItem,
  RoundRecipient,
} from "./round-row.ts";
export * from "./rounds.ts";
export * from "./supplements.ts";
export * from "./tasks.ts";

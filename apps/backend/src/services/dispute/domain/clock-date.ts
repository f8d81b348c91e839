import type { CivilDate } from "@horizon/calendar";

/** Names of the dates that a round can have. */
export type ClockDateName =
  | "received_on"
  | "furnisher_notice_by"
  | "expedited_until"
  | "decide_by"
  | "last_day"
  | "overdue_from"
  | "notice_by"
  | "no_response_from"
  | "follow_up_on"
  | "validation_window_ends";

export interface ClockDate {
  readonly name: ClockDateName;
  readonly date: CivilDate;
  /** Rule of which the date follows. */
  readonly rule: string;
  /** How it was counted, for people. */
  readonly basis: string;
  readonly calendar: "calendar_days" | "WIDE";
}

import { addDays, type CivilDate } from "@horizon/calendar";
import type { RoundReminderKind } from "@horizon/contracts/backend";

export interface DueReminder {
  readonly kind: RoundReminderKind;
  /** The day for which it was planned; with the round and the kind it is what makes it one. */
  readonly on: CivilDate;
}

/** What specialists are told, in days from the last day. */
export const plannedReminders = [
  { kind: "due_in_7", days: -7 },
  { kind: "due_in_2", days: -2 },
  { kind: "due_today", days: 0 },
  { kind: "overdue", days: 1 },
] as const satisfies readonly { kind: RoundReminderKind; days: number }[];

/**
 * What has to be said about a round on a day. Of several that were missed only the latest is said, and none is missed because nobody
 * looked on its very day.
 */
export function dueReminders(lastDay: CivilDate, today: CivilDate): readonly DueReminder[] {
  const planned = plannedReminders.map(({ kind, days }) => ({ kind, on: addDays(lastDay, days) }));
  const latest = planned.filter(({ on }) => on <= today).at(-1);
  return [
    ...(latest ? [latest] : []),
    // The customer hears when the result is due.
    ...(lastDay <= today ? [{ kind: "result_due", on: lastDay } as const] : []),
  ];
}

import type { RoundReminderKind } from "@horizon/contracts/backend";
import { fromCivil, toCivil } from "../civil-column.ts";
import { type Db, runQuery } from "../db.ts";

export interface PlannedReminder {
  readonly roundId: string;
  readonly kind: RoundReminderKind;
  readonly onDate: string;
}

/** @returns those of them that did not go out before. */
export async function claimReminders(
  db: Db,
  reminders: readonly PlannedReminder[],
): Promise<PlannedReminder[]> {
  const rows = await runQuery(db, ({ disputeReminder }) =>
    disputeReminder.createManyAndReturn({
      data: reminders.map(({ onDate, ...reminder }) => ({ ...reminder, onDate: fromCivil(onDate) })),
      skipDuplicates: true,
      select: { roundId: true, kind: true, onDate: true },
    }),
  );
  return rows.map(({ roundId, kind, onDate }) => ({
    roundId,
    kind: kind as RoundReminderKind,
    onDate: toCivil(onDate),
  }));
}

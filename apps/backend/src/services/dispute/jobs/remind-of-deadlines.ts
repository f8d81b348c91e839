import { appendEvent } from "@horizon/db/backend";
import { claimReminder } from "@horizon/db/dispute";
import type { Job } from "../../../platform/jobs.ts";
import type { DisputeContext } from "../context.ts";
import { dueReminders } from "../domain/reminders.ts";
import { eachDueRound } from "./each-due-round.ts";

const morning = 8;

/** Reminders of last days, from eight in the morning where the customer is; each once for its kind, round and date. */
export const remindOfDeadlines: Job<DisputeContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run(context, { now }) {
    let sent = 0;
    await eachDueRound(
      context,
      now,
      {
        states: ["awaiting_result", "extended", "result_partial", "overdue"],
        due: "lastDay",
        leadDays: 7,
        lookBackDays: 30,
      },
      async ({ db }, round, today) => {
        if (round.lastDay === null || hourIn(round.zone, now) < morning) return false;
        for (const { kind, on } of dueReminders(round.lastDay, today)) {
          if (!(await claimReminder(db, { roundId: round.id, kind, onDate: on }))) continue;
          await appendEvent(db, "dispute", {
            type: "round.deadline_reminder.v1",
            aggregateType: "round",
            aggregateId: round.id,
            data: { customer_id: round.customerId, round_id: round.id, kind, last_day: round.lastDay },
          });
          sent += 1;
        }
        return true;
      },
    );
    return { done: sent };
  },
};

function hourIn(zone: string, now: Date): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "numeric", hourCycle: "h23" });
  return Number(format.format(now));
}

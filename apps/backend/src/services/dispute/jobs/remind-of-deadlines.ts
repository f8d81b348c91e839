import { appendEvents } from "@horizon/db/backend";
import { claimReminders, listRoundIdsToRemind } from "@horizon/db/dispute";
import type { Job } from "../../../platform/jobs.ts";
import type { DisputeContext } from "../context.ts";
import { dueReminders, plannedReminders } from "../domain/reminders.ts";
import { eachDueRound } from "./each-due-round.ts";

const morning = 8;
/** A last day that passed longer ago is history. */
const lookBackDays = 30;

/** Reminders of last days, from eight in the morning where the customer is; each once for its kind, round and date. */
export const remindOfDeadlines: Job<DisputeContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run(context, { now }) {
    const done = await eachDueRound(
      context,
      { states: ["awaiting_result", "extended", "result_partial", "overdue"], now, fromHour: morning },
      (page) => listRoundIdsToRemind(context.db, plannedReminders, lookBackDays, page),
      async ({ db }, due) => {
        const rounds = new Map(due.map(({ round }) => [round.id, round]));
        const claimed = await claimReminders(
          db,
          due.flatMap(({ round: { id, lastDay }, today }) =>
            lastDay === null
              ? []
              : dueReminders(lastDay, today).map(({ kind, on }) => ({ roundId: id, kind, onDate: on })),
          ),
        );
        await appendEvents(
          db,
          "dispute",
          claimed.flatMap(({ roundId, kind }) => {
            const { customerId = "", lastDay = null } = rounds.get(roundId) ?? {};
            if (lastDay === null) return [];
            return {
              type: "round.deadline_reminder.v1",
              aggregateType: "round",
              aggregateId: roundId,
              data: { customer_id: customerId, round_id: roundId, kind, last_day: lastDay },
            };
          }),
        );
        return claimed.length;
      },
    );
    return { done };
  },
};

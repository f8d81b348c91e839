import { listDueRoundIds } from "@horizon/db/dispute";
import type { Job } from "../../../platform/jobs.ts";
import type { DisputeContext } from "../context.ts";
import { moveRounds } from "../moves.ts";
import { startPeriod } from "../rounds/advance-round.ts";
import { eachDueRound } from "./each-due-round.ts";

/** What time alone does: receipt is presumed when no scan came, and a period ends. */
export const tickClocks: Job<DisputeContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run(context, { now }) {
    const presumed = await eachDueRound(
      context,
      { states: ["mailed"], now },
      (page) => listDueRoundIds(context.db, "receivedOn", page),
      async (move, due) => {
        const come = due.filter(({ round, today }) => round.receivedOn !== null && round.receivedOn <= today);
        for (const { round } of come) await startPeriod(move, round, null);
        return come.length;
      },
    );
    const overdue = await eachDueRound(
      context,
      { states: ["awaiting_result", "extended", "result_partial"], now },
      (page) => listDueRoundIds(context.db, "overdueFrom", page),
      async (move, due) => {
        const come = due
          .filter(({ round, today }) => round.overdueFrom !== null && round.overdueFrom <= today)
          .map(({ round }) => round);
        if (come.length > 0) await moveRounds(move, come, "overdue");
        return come.length;
      },
    );
    return { done: presumed + overdue };
  },
};

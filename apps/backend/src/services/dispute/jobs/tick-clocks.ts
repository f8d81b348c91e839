import type { Job } from "../../../platform/jobs.ts";
import type { DisputeContext } from "../context.ts";
import { moveRound } from "../moves.ts";
import { startPeriod } from "../rounds/advance-round.ts";
import { eachDueRound } from "./each-due-round.ts";

/** What time alone does: receipt is presumed when no scan came, and a period ends. */
export const tickClocks: Job<DisputeContext> = {
  schedule: { every_ms: 60 * 60_000 },
  async run(context, { now }) {
    const presumed = await eachDueRound(
      context,
      now,
      { states: ["mailed"], due: "receivedOn" },
      async (move, round) => {
        await startPeriod(move, round, null);
        return true;
      },
    );
    const overdue = await eachDueRound(
      context,
      now,
      { states: ["awaiting_result", "extended", "result_partial"], due: "overdueFrom" },
      async (move, round) => {
        await moveRound(move, round, "overdue");
        return true;
      },
    );
    return { done: presumed + overdue };
  },
};

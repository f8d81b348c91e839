import { listDueRoundIdsWithoutTask } from "@horizon/db/dispute";
import type { Job } from "../../../platform/jobs.ts";
import type { DisputeContext } from "../context.ts";
import { openTasks } from "../tasks.ts";
import { eachDueRound } from "./each-due-round.ts";

const keyPrefix = "no_response";

/** FCRA-8: from the day on which it may be said, a specialist is asked whether no answer came. Nothing is said by itself. */
export const proposeNoResponse: Job<DisputeContext> = {
  schedule: { every_ms: 6 * 60 * 60_000 },
  async run(context, { now }) {
    const done = await eachDueRound(
      context,
      { states: ["overdue"], now },
      (page) => listDueRoundIdsWithoutTask(context.db, "noResponseFrom", keyPrefix, page),
      async (move, due) => {
        const come = due.filter(
          ({ round, today }) => round.noResponseFrom !== null && round.noResponseFrom <= today,
        );
        return openTasks(
          move,
          come.map(({ round: { id, customerId, agentUserId, noResponseFrom } }) => ({
            key: `${keyPrefix}:${id}`,
            customerId,
            agentUserId,
            kind: "no_response_proposed",
            roundId: id,
            itemId: null,
            dueOn: noResponseFrom,
          })),
        );
      },
    );
    return { done };
  },
};

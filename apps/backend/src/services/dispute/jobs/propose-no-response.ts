import type { Job } from "../../../platform/jobs.ts";
import type { DisputeContext } from "../context.ts";
import { openTask } from "../tasks.ts";
import { eachDueRound } from "./each-due-round.ts";

/** FCRA-8: from the day on which it may be said, a specialist is asked whether no answer came. Nothing is said by itself. */
export const proposeNoResponse: Job<DisputeContext> = {
  schedule: { every_ms: 6 * 60 * 60_000 },
  async run(context, { now }) {
    const done = await eachDueRound(
      context,
      now,
      { states: ["overdue"], due: "noResponseFrom" },
      async (move, { id, customerId, agentUserId, noResponseFrom }) =>
        openTask(move, {
          key: `no_response:${id}`,
          customerId,
          agentUserId,
          kind: "no_response_proposed",
          roundId: id,
          itemId: null,
          dueOn: noResponseFrom,
        }),
    );
    return { done };
  },
};

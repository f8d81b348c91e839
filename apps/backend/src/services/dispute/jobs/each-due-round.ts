import { addDays, dateInZone } from "@horizon/calendar";
import { inTransaction } from "@horizon/db";
import { type DisputeRound, type DueFilter, listDueRoundIds, lockRound } from "@horizon/db/dispute";
import type { DisputeContext } from "../context.ts";
import { type Move, moveByService } from "../moves.ts";

const batchSize = 500;

/**
 * Does something to every round with a date that has come where its customer is, each in a transaction of its own. Two workers may
 * do it at once: the second sees what the first did.
 *
 * @param act returns whether there was anything to do.
 */
export async function eachDueRound(
  context: DisputeContext,
  now: Date,
  due: Pick<DueFilter, "states" | "due"> & {
    /** Also rounds whose date comes that soon. */
    readonly leadDays?: number;
    /** Not those whose date is longer ago. */
    readonly lookBackDays?: number;
  },
  act: (move: Move, round: DisputeRound, today: string) => Promise<boolean>,
): Promise<number> {
  const { leadDays = 0, lookBackDays, ...filter } = due;
  // No zone of the US is ahead of UTC by a day; whoever is behind is looked at and left.
  const today = dateInZone(now, "UTC");
  const onOrBefore = addDays(today, leadDays);
  const after = lookBackDays === undefined ? undefined : addDays(today, -lookBackDays);
  let done = 0;
  for (let afterId: string | undefined; ; ) {
    const ids = await listDueRoundIds(context.db, {
      ...filter,
      onOrBefore,
      after,
      afterId,
      limit: batchSize,
    });
    for (const id of ids) {
      const acted = await inTransaction(context.db, async (db) => {
        const round = await lockRound(db, id);
        const on = round[filter.due];
        const today = dateInZone(now, round.zone);
        if (on === null || addDays(on, -leadDays) > today || !filter.states.includes(round.state))
          return false;
        return act(moveByService(db), round, today);
      });
      if (acted) done += 1;
    }
    if (ids.length < batchSize) return done;
    afterId = ids.at(-1);
  }
}

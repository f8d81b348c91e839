import { dateInZone } from "@horizon/calendar";
import { type Db, inTransaction, inYieldingTransaction, pingDb } from "@horizon/db";
import { type DisputeRound, type DuePage, listRoundZones, lockRounds } from "@horizon/db/dispute";
import { isAppError } from "@horizon/errors";
import type { DisputeContext } from "../context.ts";
import { type Move, moveByService } from "../moves.ts";

const pageSize = 5_000;
/** Rounds in one transaction: it holds up whoever wants to audit something for as long as it takes. */
const together = 50;
/** Less than PostgreSQL takes to see a deadlock: of a job and a request it is the job that gives way. */
const lockTimeoutMs = 400;

export interface DueRound {
  readonly round: DisputeRound;
  /** Where the customer is. */
  readonly today: string;
}

/**
 * Does something to the rounds that `listIds` names, many in one transaction; if that fails each in one of its own, and one that fails
 * holds up no other; without a database the run ends. Two workers may do it at once: the second sees what the first did. Where it is earlier in the day than `fromHour`
 * rounds are left alone.
 *
 * @param act is given the rounds as they are now, which may no longer be due; returns for how many there was anything to do.
 */
export async function eachDueRound(
  context: DisputeContext,
  { states, now, fromHour = 0 }: { states: DuePage["states"]; now: Date; fromHour?: number },
  listIds: (page: DuePage) => Promise<string[]>,
  act: (move: Move, due: readonly DueRound[]) => Promise<number>,
): Promise<number> {
  async function actOn(db: Db, ids: readonly string[]): Promise<number> {
    const rounds = (await lockRounds(db, ids)).filter(({ state }) => states.includes(state));
    if (rounds.length === 0) return 0;
    return act(
      moveByService(db),
      rounds.map((round) => ({ round, today: dateInZone(now, round.zone) })),
    );
  }
  async function actOneByOne(ids: readonly string[]): Promise<number> {
    let done = 0;
    for (const id of ids) {
      try {
        done += await inTransaction(context.db, (db) => actOn(db, [id]));
      } catch (error) {
        // Nor would any other: each would only wait for the database in turn.
        if (isAppError(error, "UNAVAILABLE")) await pingDb(context.db);
        context.logger.error({ err: error, roundId: id }, "a due round failed; it is tried again");
      }
    }
    return done;
  }
  const days = (await listRoundZones(context.db, states)).flatMap((zone) => {
    const there = localTime(zone, now);
    if (there === null) context.logger.error({ zone }, "rounds wait: nobody knows what day it is there");
    return there === null || there.hour < fromHour ? [] : { zone, today: there.today };
  });
  let done = 0;
  for (let afterId: string | undefined; ; ) {
    const ids = await listIds({ states, days, afterId, limit: pageSize });
    for (let start = 0; start < ids.length; start += together) {
      const some = ids.slice(start, start + together);
      done += await inYieldingTransaction(context.db, lockTimeoutMs, (db) => actOn(db, some)).catch(() =>
        actOneByOne(some),
      );
    }
    if (ids.length < pageSize) return done;
    afterId = ids.at(-1);
  }
}

/** Null for a zone that is not known here. */
function localTime(timeZone: string, now: Date): { today: string; hour: number } | null {
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone, hour: "numeric", hourCycle: "h23" });
    return { today: dateInZone(now, timeZone), hour: Number(format.format(now)) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

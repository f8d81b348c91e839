import type { CivilDate } from "@horizon/calendar";
import type { CustomerStanding } from "@horizon/contracts/backend";
import { type DisputeLetter, lockRound, updateLetter, updateRound } from "@horizon/db/dispute";
import { type MailProgress, movesOn } from "../domain/mail-progress.ts";
import { letterEdges, pathBetween } from "../domain/round-state.ts";
import { type Move, moveLetter } from "../moves.ts";
import { recordPerformance } from "../performances.ts";
import { markRoundMailed, startPeriod, takeRoundBack } from "../rounds/advance-round.ts";
import { datesOf } from "../rounds/round-dates.ts";

export interface Progress {
  readonly progress: MailProgress;
  readonly occurredAt: Date;
  /** The date where the customer is. */
  readonly on: CivilDate;
  readonly standing: CustomerStanding;
}

/**
 * Applies what happened to a letter in the mail, in whatever order it is heard of. What overtook something else takes every edge in
 * between; what is late or comes twice moves nothing.
 */
export async function advanceLetter(
  move: Move,
  letter: DisputeLetter,
  { progress, occurredAt, on, standing }: Progress,
): Promise<void> {
  if (!movesOn(letter.state, progress)) {
    if (progress === "mailed") await correctMailingDate(move, letter, on);
    return;
  }
  let current = letter;
  for (const state of pathBetween(letterEdges, letter.state, progress) ?? []) {
    const before = current.state;
    const change = state === "mailed" ? { mailedOn: on } : state === "delivered" ? { deliveredOn: on } : {};
    current = await moveLetter(move, current, state, change);
    switch (state) {
      case "mailed":
        await markRoundMailed(move, await lockRound(move.db, letter.roundId), on);
        await recordPerformance(move, standing, {
          kind: "round_mailed",
          subjectId: letter.roundId,
          evidenceIds: [letter.id],
          completedAt: occurredAt,
        });
        break;
      case "delivered":
        await startPeriod(move, await lockRound(move.db, letter.roundId), on);
        break;
      case "returned":
        await takeRoundBack(move, letter.roundId, { returned: true, task: "address_problem" });
        break;
      case "failed":
        await takeRoundBack(move, letter.roundId, {
          returned: before === "mailed" || before === "in_transit",
          task: "mail_failed",
        });
        break;
      case "cancelled":
        await takeRoundBack(move, letter.roundId, { returned: false, task: null });
        break;
    }
  }
}

/** Mailing that is heard of after delivery may have been earlier than was presumed. */
async function correctMailingDate(move: Move, letter: DisputeLetter, on: CivilDate): Promise<void> {
  const round = await lockRound(move.db, letter.roundId);
  if (round.mailedOn === null || on >= round.mailedOn) return;
  await updateLetter(move.db, letter.id, { mailedOn: on });
  await updateRound(move.db, round.id, datesOf({ ...round, mailedOn: on }));
}

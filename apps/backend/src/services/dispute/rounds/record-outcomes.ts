import type { RoundState } from "@horizon/contracts/backend";
import {
  type DisputeResponse,
  type DisputeRound,
  lockDisputeItem,
  lockRound,
  setRoundItemOutcome,
  updateRound,
} from "@horizon/db/dispute";
import { confirmationDueOn } from "../domain/expedited-deletion.ts";
import { isDeletion } from "../domain/item-state.ts";
import { type Move, moveItem, moveRound } from "../moves.ts";
import { problem } from "../problems.ts";
import { openTask } from "../tasks.ts";
import { startPeriod } from "./advance-round.ts";
import { datesOf } from "./round-dates.ts";

/** States in which an answer makes sense: the letter was mailed, and something is still open. */
const waiting: ReadonlySet<RoundState> = new Set([
  "mailed",
  "awaiting_result",
  "extended",
  "result_partial",
  "overdue",
]);

export function acceptsResponse(round: DisputeRound): boolean {
  return waiting.has(round.state);
}

/**
 * Makes the outcomes of an answer those of the items. An outcome that a person confirmed before is never overwritten.
 *
 * @throws ProblemError response.outcome_recorded
 */
export async function recordOutcomes(
  move: Move,
  held: DisputeRound,
  response: DisputeResponse,
): Promise<void> {
  // An answer proves that the letter arrived, whatever the carrier says.
  const round = held.state === "mailed" ? await startPeriod(move, held, null) : held;
  for (const { itemId, outcome } of response.outcomes) {
    const known = round.items.find((each) => each.itemId === itemId);
    if (known?.outcome !== null) throw problem("response.outcome_recorded");
    const outcomeOn = response.receivedOn;
    await setRoundItemOutcome(move.db, { roundId: round.id, itemId, outcome, outcomeOn });
    const item = await lockDisputeItem(move.db, itemId);
    const answered = await moveItem(move, item, outcome, { outcome, outcomeOn }, { roundId: round.id });
    if (isDeletion(outcome)) await moveItem(move, answered, "resolved", {}, { roundId: round.id });
    if (outcome === "deleted_expedited" && response.source === "phone") {
      // FCRA-10: what was told by telephone the agency confirms in writing.
      await openTask(move, {
        key: `expedited_confirmation:${response.id}:${itemId}`,
        customerId: round.customerId,
        agentUserId: round.agentUserId,
        kind: "expedited_confirmation",
        roundId: round.id,
        itemId,
        dueOn: confirmationDueOn(outcomeOn),
      });
    }
    if (outcome === "frivolous") {
      // FCRA-5: the notice says what is missing; without it there is no other round.
      await openTask(move, {
        key: `cure_frivolous:${response.id}:${itemId}`,
        customerId: round.customerId,
        agentUserId: round.agentUserId,
        kind: "cure_frivolous",
        roundId: round.id,
        itemId,
        dueOn: null,
      });
    }
  }
  const answered = await lockRound(move.db, round.id);
  const complete = answered.items.every(({ outcome }) => outcome !== null);
  const to = complete ? "result_recorded" : "result_partial";
  if (answered.state === to) await updateRound(move.db, round.id, datesOf(answered));
  else await moveRound(move, answered, to, datesOf(answered));
}

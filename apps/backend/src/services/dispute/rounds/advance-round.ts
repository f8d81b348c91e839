import type { CivilDate } from "@horizon/calendar";
import type { DisputeItemState, DisputeTaskKind } from "@horizon/contracts/backend";
import {
  type DisputeRound,
  lockDisputeItems,
  lockRound,
  releaseRoundItems,
  updateRound,
} from "@horizon/db/dispute";
import { itemEdges } from "../domain/item-state.ts";
import { pathBetween } from "../domain/round-state.ts";
import { type Move, moveItem, moveRound } from "../moves.ts";
import { openTask } from "../tasks.ts";
import { datesOf } from "./round-dates.ts";

/** Takes the items of a round that still wait along the edges to a state; those that went elsewhere stay. */
async function moveRoundItems(move: Move, round: DisputeRound, to: DisputeItemState): Promise<void> {
  const waiting = round.items.filter(({ outcome }) => outcome === null).map(({ itemId }) => itemId);
  for (const item of await lockDisputeItems(move.db, waiting)) {
    let current = item;
    for (const state of pathBetween(itemEdges, item.state, to) ?? []) {
      current = await moveItem(move, current, state, {}, { roundId: round.id });
    }
  }
}

/** The letter is in the mail: the clock can be estimated. */
export async function markRoundMailed(move: Move, round: DisputeRound, mailedOn: CivilDate): Promise<void> {
  const dates = datesOf({ ...round, mailedOn });
  await moveRound(move, round, "mailed", dates);
  await moveRoundItems(move, round, "sent");
}

/** The agency has the letter, by a scan or by presumption: its period runs. */
export async function startPeriod(
  move: Move,
  round: DisputeRound,
  scannedOn: CivilDate | null,
): Promise<DisputeRound> {
  if (round.state !== "mailed") {
    // A scan that comes after the presumption corrects the dates.
    return scannedOn === null ? round : updateRound(move.db, round.id, datesOf({ ...round, scannedOn }));
  }
  const delivered =
    scannedOn === null ? round : await moveRound(move, round, "delivered", datesOf({ ...round, scannedOn }));
  const waiting = await moveRound(move, delivered, "awaiting_result");
  await moveRoundItems(move, waiting, "investigating");
  return waiting;
}

const noDates = {
  mailedOn: null,
  scannedOn: null,
  receivedOn: null,
  extended: false,
  lastDay: null,
  overdueFrom: null,
  noResponseFrom: null,
  followUpOn: null,
} as const;

/**
 * The letter did not reach anybody: no clock runs, and the round is a draft again for another letter. A round that was answered all the
 * same stays as it is.
 */
export async function takeRoundBack(
  move: Move,
  roundId: string,
  {
    returned,
    task,
  }: { returned: boolean; task: Extract<DisputeTaskKind, "address_problem" | "mail_failed"> | null },
): Promise<void> {
  let round = await lockRound(move.db, roundId);
  if (round.items.some(({ outcome }) => outcome !== null) || round.state === "closed") return;
  if (returned) {
    if (!["mailed", "awaiting_result", "extended"].includes(round.state)) return;
    round = await moveRound(move, round, "returned", noDates);
  }
  await moveRound(move, round, "draft");
  await moveRoundItems(move, round, "in_round");
  if (task === null) return;
  await openTask(move, {
    key: `${task}:${round.id}:${round.version}`,
    customerId: round.customerId,
    agentUserId: round.agentUserId,
    kind: task,
    roundId: round.id,
    itemId: null,
    dueOn: null,
  });
}

/** States of an item that a round has nothing more to do with. */
const leftBehind: ReadonlySet<DisputeItemState> = new Set([
  "resolved",
  "next_round",
  "attested",
  "reinserted",
  "closed",
  "withdrawn",
]);

/** Closes a round whose result is recorded once every item went its way. */
export async function closeRoundIfDone(move: Move, roundId: string): Promise<void> {
  const round = await lockRound(move.db, roundId);
  if (round.state !== "result_recorded") return;
  const items = await lockDisputeItems(
    move.db,
    round.items.map(({ itemId }) => itemId),
  );
  if (!items.every(({ state }) => leftBehind.has(state))) return;
  await moveRound(move, round, "closed");
  await releaseRoundItems(move.db, round.id);
}

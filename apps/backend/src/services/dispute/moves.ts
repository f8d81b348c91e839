import type { DisputeItemState, LetterState, RoundState } from "@horizon/contracts/backend";
import type { Db, Json } from "@horizon/db";
import { appendAudit, appendAudits, appendEvent, appendEvents } from "@horizon/db/backend";
import {
  type DisputeItem,
  type DisputeItemChange,
  type DisputeLetter,
  type DisputeRound,
  type LetterChange,
  type RoundChange,
  setStateOfRounds,
  updateDisputeItem,
  updateLetter,
  updateRound,
} from "@horizon/db/dispute";
import type { UserPrincipal } from "../../platform/access-token.ts";
import { type Actor, actorOf } from "../../platform/actor.ts";
import { itemMachine, letterMachine, roundMachine } from "./machines.ts";

/** Who changes something, and in which transaction. */
export interface Move extends Actor {
  readonly db: Db;
}

/** A person's request as a move. */
export function moveBy(request: {
  readonly db: Db;
  readonly principal: UserPrincipal;
  readonly requestId: string;
  readonly clientAddress: string;
}): Move {
  return { db: request.db, ...actorOf(request) };
}

/** What the service does by itself: clocks, events of the mail provider. */
export function moveByService(db: Db, requestId?: string | null): Move {
  return { db, actor: "dispute-service", actorRole: "service", requestId: requestId ?? undefined };
}

interface Note {
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly details?: Json;
  readonly reason?: string | undefined;
}

/** One row of the audit chain. */
export async function audit({ db, ...who }: Move, note: Note): Promise<void> {
  await appendAudit(db, "dispute", { ...who, ...note });
}

/** Takes an edge: the row, one event, one audit row. @throws ProblemError state.invalid_transition */
export async function moveItem(
  move: Move,
  item: DisputeItem,
  to: DisputeItemState,
  change: DisputeItemChange = {},
  { roundId = null, reason }: { roundId?: string | null; reason?: string } = {},
): Promise<DisputeItem> {
  itemMachine.assertEdge(item.state, to);
  const moved = await updateDisputeItem(move.db, item.id, { ...change, state: to });
  await announceItem(move, moved, item.state, roundId);
  const action = `dispute_item.${to}`;
  await audit(move, {
    action,
    objectType: "dispute_item",
    objectId: item.id,
    details: { from: item.state },
    reason,
  });
  return moved;
}

/** The event of the state that an item entered. */
export async function announceItem(
  { db, requestId }: Move,
  item: DisputeItem,
  from: DisputeItemState | null,
  roundId: string | null,
): Promise<void> {
  await appendEvent(db, "dispute", {
    type: `dispute_item.${item.state}.v1`,
    aggregateType: "dispute_item",
    aggregateId: item.id,
    data: {
      customer_id: item.customerId,
      item_id: item.id,
      bureau: item.bureau,
      from,
      round_id: roundId,
      element_id: item.elementId,
    },
    requestId,
  });
}

/** As `moveItem`. */
export async function moveRound(
  move: Move,
  round: DisputeRound,
  to: RoundState,
  change: RoundChange = {},
): Promise<DisputeRound> {
  roundMachine.assertEdge(round.state, to);
  const moved = await updateRound(move.db, round.id, { ...change, state: to });
  await announceRound(move, moved, round.state);
  const action = `round.${to}`;
  await audit(move, { action, objectType: "round", objectId: round.id, details: { from: round.state } });
  return moved;
}

/** As `moveRound`, for rounds that take the same edge with nothing else changed: three statements, however many they are. */
export async function moveRounds(move: Move, rounds: readonly DisputeRound[], to: RoundState): Promise<void> {
  const { db, ...who } = move;
  for (const { state } of rounds) roundMachine.assertEdge(state, to);
  await setStateOfRounds(
    db,
    rounds.map(({ id }) => id),
    to,
  );
  await appendEvents(
    db,
    "dispute",
    rounds.map(({ id, customerId, state }) => ({
      type: `round.${to}.v1` as const,
      aggregateType: "round",
      aggregateId: id,
      data: { customer_id: customerId, round_id: id, from: state },
      requestId: who.requestId,
    })),
  );
  await appendAudits(
    db,
    "dispute",
    rounds.map(({ id, state }) => ({
      ...who,
      action: `round.${to}`,
      objectType: "round",
      objectId: id,
      details: { from: state },
    })),
  );
}

export async function announceRound(
  { db, requestId }: Move,
  round: DisputeRound,
  from: RoundState | null,
): Promise<void> {
  await appendEvent(db, "dispute", {
    type: `round.${round.state}.v1`,
    aggregateType: "round",
    aggregateId: round.id,
    data: { customer_id: round.customerId, round_id: round.id, from },
    requestId,
  });
}

/** As `moveItem`. */
export async function moveLetter(
  move: Move,
  letter: DisputeLetter,
  to: LetterState,
  change: LetterChange = {},
): Promise<DisputeLetter> {
  letterMachine.assertEdge(letter.state, to);
  const moved = await updateLetter(move.db, letter.id, { ...change, state: to });
  await announceLetter(move, moved, letter.state);
  const action = `letter.${to}`;
  await audit(move, { action, objectType: "letter", objectId: letter.id, details: { from: letter.state } });
  return moved;
}

export async function announceLetter(
  { db, requestId }: Move,
  letter: DisputeLetter,
  from: LetterState | null,
): Promise<void> {
  await appendEvent(db, "dispute", {
    type: `letter.${letter.state}.v1`,
    aggregateType: "letter",
    aggregateId: letter.id,
    data: { customer_id: letter.customerId, letter_id: letter.id, round_id: letter.roundId, from },
    requestId,
  });
}

import type { DisputeRound, RoundChange } from "@horizon/db/dispute";
import { isFoundInaccurate } from "../domain/item-state.ts";
import type { LetterKind } from "../domain/letter-kinds.ts";
import type { RecipientKind } from "../domain/recipients.ts";
import { computeRoundClock, type RoundClock } from "../domain/round-clock.ts";
import type { RoundClockInput } from "../domain/round-clock-input.ts";

/** What the clock is computed from. */
export function clockInputOf(round: DisputeRound): RoundClockInput {
  const { items } = round;
  const found = items.every(({ outcome }) => outcome !== null && isFoundInaccurate(outcome));
  const foundOn = items.flatMap(({ outcomeOn }) => outcomeOn ?? []).sort();
  return {
    kind: round.kind as LetterKind,
    recipientKind: round.recipient.kind as RecipientKind,
    annualFree: round.annualFree,
    mailedOn: round.mailedOn,
    receivedOn: round.scannedOn,
    supplementsReceivedOn: round.supplements.map(({ receivedOn }) => receivedOn),
    foundInaccurateOn: found ? (foundOn.at(-1) ?? null) : null,
    validationNoticeOn: round.validationNoticeOn,
  };
}

export function clockOf(round: DisputeRound): RoundClock {
  return computeRoundClock(clockInputOf(round));
}

/** The dates to be stored with a round, after some of what they are computed from has changed. */
export function datesOf(round: DisputeRound): RoundChange {
  const { receivedOn, extended, lastDay, overdueFrom, noResponseFrom, followUpOn } = clockOf(round);
  const { mailedOn, scannedOn } = round;
  return { mailedOn, scannedOn, receivedOn, extended, lastDay, overdueFrom, noResponseFrom, followUpOn };
}

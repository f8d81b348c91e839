import { findLetter, lockLetter } from "@horizon/db/dispute";
import type { Consumers } from "../../../platform/events.ts";
import type { DisputeContext } from "../context.ts";
import { audit, moveByService, moveLetter } from "../moves.ts";
import { takeRoundBack } from "../rounds/advance-round.ts";

type CancelConsumer = NonNullable<Consumers<DisputeContext>["letter.cancel_requested.v1"]>;

/** Asks the provider to stop a letter; once production has begun the letter goes its way. */
export const cancelAtMailer: CancelConsumer = {
  async act(context, { event }): Promise<boolean | null> {
    const letter = await findLetter(context.db, event.data.letter_id);
    if (!letter?.providerLetterId) return null;
    return context.mailer.cancel(letter.providerLetterId);
  },

  async record(_context, { db, event }, result): Promise<void> {
    const move = moveByService(db, event.request_id);
    const letter = await lockLetter(db, event.data.letter_id);
    if (letter.state !== "accepted_by_mailer") return;
    if (result === true) {
      await moveLetter(move, letter, "cancelled");
      await takeRoundBack(move, letter.roundId, { returned: false, task: null });
      return;
    }
    await audit(move, { action: "letter.cancel_refused", objectType: "letter", objectId: letter.id });
  },
};

import { appendEvent } from "@horizon/db/backend";
import {
  type DisputeLetter,
  findLetter,
  findRound,
  getLetterPdf,
  lockLetter,
  updateLetter,
} from "@horizon/db/dispute";
import type { Consumers } from "../../../platform/events.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";
import { letterMerge } from "../letters/letter-merge.ts";
import type { SendResult } from "../mailing/mailer.ts";
import { senderOf } from "../mailing/sender.ts";
import { moveByService, moveLetter } from "../moves.ts";
import { takeRoundBack } from "../rounds/advance-round.ts";
import { findServiceObstacle, todayOf } from "../service-guard.ts";

type SendConsumer = NonNullable<Consumers<DisputeContext>["letter.send_requested.v1"]>;

/** Half of the day for which the provider keeps keys. */
const keysTrustedMs = 12 * 60 * 60_000;

/**
 * Hands a letter over once. The law is asked again at the last moment; the provider knows the letter by our id, so a second delivery
 * of the event after a crash finds the letter that was taken; one of the day after looks for it first.
 */
export const handLetterToMailer: SendConsumer = {
  async act(context, { event }): Promise<SendResult | null> {
    const letter = await findLetter(context.db, event.data.letter_id);
    if (letter?.state !== "send_requested") return null;
    // Put in the mail by a person.
    if (letter.channel === "manual" || letter.channel === "portal") return null;
    const standing = await getStanding(context, letter.customerId);
    const obstacle = findServiceObstacle(standing, todayOf(context, standing));
    if (obstacle !== null) return takeBack(context, letter.id, obstacle);
    const round = await findRound(context.db, letter.roundId);
    if (round === null) return null;
    const taken = isKeyForgotten(context, letter) ? await context.mailer.find(letter.id) : null;
    if (taken !== null) return taken;
    return context.mailer.send({
      letterId: letter.id,
      to: round.recipient,
      from: senderOf(letterMerge.parse(letter.merge)),
      pdf: await getLetterPdf(context.db, letter.id),
      certified: letter.channel === "certified",
    });
  },

  async record(_context, { db, event }, result): Promise<void> {
    const sent = result as SendResult | null;
    if (sent === null) return;
    const move = moveByService(db, event.request_id);
    const letter = await lockLetter(db, event.data.letter_id);
    if (!sent.accepted) {
      if (letter.state !== "send_requested") return;
      await moveLetter(move, letter, "failed", {
        failReason: sent.code,
        // What the provider goes on to tell of it is of this letter.
        ...(sent.providerLetterId === undefined ? {} : { providerLetterId: sent.providerLetterId }),
      });
      const address = sent.code.includes("address") || sent.code.includes("deliverability");
      await takeRoundBack(move, letter.roundId, {
        returned: false,
        task: address ? "address_problem" : "mail_failed",
      });
      return;
    }
    const { providerLetterId, trackingNumber } = sent;
    if (letter.state === "send_requested") {
      await moveLetter(move, letter, "accepted_by_mailer", { providerLetterId, trackingNumber });
      return;
    }
    if (letter.state !== "cancelled" || letter.providerLetterId !== null) return;
    // Cancelled while it was being handed over: the provider has to be told.
    await updateLetter(db, letter.id, { providerLetterId });
    await appendEvent(db, "dispute", {
      type: "letter.cancel_requested.v1",
      aggregateType: "letter",
      aggregateId: letter.id,
      data: { customer_id: letter.customerId, letter_id: letter.id, round_id: letter.roundId },
    });
  },
};

function isKeyForgotten(
  { clock }: DisputeContext,
  { sendRequestedAt }: Pick<DisputeLetter, "sendRequestedAt">,
): boolean {
  return sendRequestedAt !== null && clock.now().getTime() - sendRequestedAt.getTime() > keysTrustedMs;
}

/** A letter that may not be sent may have been taken, the answer lost: then it is cancelled, while it can be. */
async function takeBack({ mailer }: DisputeContext, letterId: string, obstacle: string): Promise<SendResult> {
  const taken = await mailer.find(letterId);
  if (taken === null) return { accepted: false, code: obstacle };
  const { providerLetterId } = taken;
  return (await mailer.cancel(providerLetterId))
    ? { accepted: false, code: obstacle, providerLetterId }
    : taken;
}

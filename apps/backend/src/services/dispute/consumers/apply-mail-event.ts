import { dateInZone } from "@horizon/calendar";
import type { CustomerStanding } from "@horizon/contracts/backend";
import {
  findLetter,
  findLetterByProviderId,
  findMailEvent,
  lockLetter,
  type MailEvent,
  markMailEventApplied,
} from "@horizon/db/dispute";
import { AppError } from "@horizon/errors";
import type { Consumers } from "../../../platform/events.ts";
import { getStanding } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";
import { progressOf } from "../domain/mail-progress.ts";
import { advanceLetter } from "../mailing/advance-letter.ts";
import { moveByService } from "../moves.ts";

type MailConsumer = NonNullable<Consumers<DisputeContext>["mail.event_received.v1"]>;

interface Found {
  /** Never changes, but for the mark that it is applied. */
  readonly stored: MailEvent;
  /** Null: it says nothing that moves a letter. */
  readonly target: { readonly letterId: string; readonly standing: CustomerStanding } | null;
}

/** Applies a stored event of the mail provider to its letter. */
export const applyMailEvent: MailConsumer = {
  async act(context, { event }): Promise<Found | null> {
    const stored = await findMailEvent(context.db, event.data.mail_event_id);
    if (stored === null) return null;
    if (stored.appliedAt !== null || progressOf(stored.type) === null) return { stored, target: null };
    const known = await findLetterByProviderId(context.db, stored.providerLetterId);
    // It may have come before the answer to our own request was recorded: then it comes again.
    if (known === null) throw new AppError("NOT_FOUND", "No letter is known by this id of the provider yet.");
    const letter = await findLetter(context.db, known.id);
    if (letter === null) return { stored, target: null };
    const standing = await getStanding(context, letter.customerId);
    return { stored, target: { letterId: letter.id, standing } };
  },

  async record(context, { db, event }, result): Promise<void> {
    const found = result as Found | null;
    if (found === null) return;
    const { stored, target } = found;
    const progress = progressOf(stored.type);
    if (target !== null && progress !== null) {
      const letter = await lockLetter(db, target.letterId);
      const { occurredAt } = stored;
      const { standing } = target;
      const on = dateInZone(occurredAt, standing.zone);
      const move = moveByService(db, event.request_id);
      await advanceLetter(move, letter, { progress, occurredAt, on, standing });
    }
    await markMailEventApplied(db, stored.id, context.clock.now());
  },
};

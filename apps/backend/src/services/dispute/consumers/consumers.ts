import type { Consumers } from "../../../platform/events.ts";
import type { DisputeContext } from "../context.ts";
import { applyMailEvent } from "./apply-mail-event.ts";
import { cancelAtMailer } from "./cancel-at-mailer.ts";
import { handLetterToMailer } from "./hand-letter-to-mailer.ts";
import { performanceConsumers } from "./note-performance.ts";
import { reopenReinsertedItem } from "./reopen-reinserted-item.ts";

export const consumers: Consumers<DisputeContext> = {
  "letter.send_requested.v1": handLetterToMailer,
  "letter.cancel_requested.v1": cancelAtMailer,
  "mail.event_received.v1": applyMailEvent,
  ...performanceConsumers,
  "tradeline.reinserted.v1": reopenReinsertedItem,
};

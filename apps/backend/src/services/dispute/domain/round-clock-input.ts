import type { CivilDate } from "@horizon/calendar";
import type { LetterKind } from "./letter-kinds.ts";
import type { RecipientKind } from "./recipients.ts";

/** What is known of a round: all that its dates follow from. */
export interface RoundClockInput {
  readonly kind: LetterKind;
  readonly recipientKind: RecipientKind;
  /** Some item came from the free annual disclosure. */
  readonly annualFree: boolean;
  readonly mailedOn: CivilDate | null;
  /** The delivery scan; null while only an estimate can be made. */
  readonly receivedOn: CivilDate | null;
  /** When the agency had, or is presumed to have, each supplement of the customer. */
  readonly supplementsReceivedOn: readonly CivilDate[];
  /** Set when by that day every item was found inaccurate, incomplete or unverifiable: then nothing is extended. */
  readonly foundInaccurateOn: CivilDate | null;
  /** Date of the collector's validation information, for validation letters. */
  readonly validationNoticeOn: CivilDate | null;
}

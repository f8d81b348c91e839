import type { LetterFate } from "./letter-timeline.ts";
import type { ProviderError } from "./provider-error.ts";

/** What can go wrong with the provider; tests set the fields, and what is not set works. */
export interface LetterFaults {
  /** Every connection is destroyed before anything happens. */
  down: boolean;
  /** The letter is taken and the connection dies before the answer. */
  loseAnswers: boolean;
  /** Runs when a request has come; nothing happens with that before it has ended. */
  onRequest: () => Promise<void>;
  /** Every request is refused with this. */
  refuse: ProviderError | null;
  /** Ids of letters of which it can tell nothing: it answers 500. */
  broken: ReadonlySet<string>;
  /** What becomes of letters created from now on. */
  fate: LetterFate;
  webhooks: {
    /** Never sent; the letter itself goes on. */
    lost: boolean;
    /** Each is sent twice. */
    duplicated: boolean;
    /** All that is due is held back until `releaseWebhooks`, which sends the last one first. */
    reversed: boolean;
  };
}

export function createLetterFaults(): LetterFaults {
  return {
    down: false,
    loseAnswers: false,
    onRequest: async () => undefined,
    refuse: null,
    broken: new Set(),
    fate: "delivered",
    webhooks: { lost: false, duplicated: false, reversed: false },
  };
}

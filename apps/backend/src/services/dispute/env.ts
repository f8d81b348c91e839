import { z } from "zod";
import { baseEnv, databaseEnv, parseEnv } from "../../platform/env.ts";

const disputeEnv = {
  ...baseEnv,
  ...databaseEnv,
  /** The print-and-mail provider, up to and without `/v1`. */
  LETTER_PROVIDER_URL: z.url({ protocol: /^https?$/ }),
  LETTER_PROVIDER_KEY: z.string().min(8),
  LETTER_WEBHOOK_SECRET: z.string().min(8),
  /** What postage may cost: letters of one customer in 24 hours. */
  LETTERS_PER_DAY_MAX: z.coerce.number().int().min(1).default(20),
  ROUND_ITEMS_MAX: z.coerce.number().int().min(1).max(20).default(20),
  /** Rounds of one item; compliance decides about more. */
  ITEM_ROUNDS_MAX: z.coerce.number().int().min(1).default(6),
} as const;

export type DisputeEnv = z.infer<z.ZodObject<typeof disputeEnv>>;

/** @throws Error that names every wrong variable. */
export function parseDisputeEnv(source?: Readonly<Record<string, string | undefined>>): DisputeEnv {
  return parseEnv(disputeEnv, source);
}

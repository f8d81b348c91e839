import { z } from "zod";

/** An amount as the API shows it: integer cents of US dollars, nothing else is charged. */
export const money = z.strictObject({ amount: z.int(), currency: z.literal("USD") });

export function usd(cents: number): z.input<typeof money> {
  return { amount: cents, currency: "USD" };
}

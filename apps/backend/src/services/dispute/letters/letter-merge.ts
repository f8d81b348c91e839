import { z } from "zod";

const party = z.object({ name: z.string(), lines: z.array(z.string()).min(1) });

/** All that a letter says. It is kept with the letter: the same merge, template and fonts give the same bytes. */
export const letterMerge = z.object({
  /** Date of the letter where the customer is. */
  date: z.iso.date(),
  round: z.object({ number: z.int().positive(), reference: z.string() }),
  customer: party.extend({ ssn_last4: z.string().length(4).nullable(), birth_year: z.int().nullable() }),
  recipient: party,
  items: z.array(z.object({ label: z.string(), paragraph: z.string(), facts: z.array(z.string()) })),
  enclosures: z.array(z.string()),
  statement: z.string().nullable(),
});
export type LetterMerge = z.infer<typeof letterMerge>;

/** What a template is tried with before it is published. */
export const sampleMerge: LetterMerge = {
  date: "2026-11-30",
  round: { number: 1, reference: "R-00000000" },
  customer: {
    name: "Ada Example",
    lines: ["1 Main St", "Springfield, NY 12345"],
    ssn_last4: "6789",
    birth_year: 1980,
  },
  recipient: { name: "Experian", lines: ["P.O. Box 4500", "Allen, TX 75013"] },
  items: [
    {
      label: "Example Bank, account ending in 4321",
      paragraph: "The balance is not correct.",
      facts: ["I paid the account in full on 2024-03-01."],
    },
  ],
  enclosures: ["Proof of payment"],
  statement: "I never had an account with this lender.",
};

import type { RecipientKind } from "./recipients.ts";

/** What a round asks for; each has a template of its own. */
export const letterKinds = [
  "bureau_dispute",
  "direct_dispute",
  "method_of_verification",
  "reinsertion_dispute",
  "block_605b",
  "validation",
  "statement_of_dispute",
] as const;
export type LetterKind = (typeof letterKinds)[number];

/** To whom each may go. */
export const recipientsOfKind: Readonly<Record<LetterKind, readonly RecipientKind[]>> = {
  bureau_dispute: ["bureau", "reseller"],
  direct_dispute: ["furnisher", "collector"],
  method_of_verification: ["bureau"],
  reinsertion_dispute: ["bureau"],
  block_605b: ["bureau", "reseller"],
  validation: ["collector"],
  statement_of_dispute: ["bureau"],
};

/** Letters that compliance reads before they go out, besides the customer. */
export const reviewedByCompliance: ReadonlySet<LetterKind> = new Set(["block_605b"]);

/** FCRA-11: a bureau that helps to write the statement may limit it to this. */
export const statementMaxWords = 100;

export function countWords(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== "").length;
}

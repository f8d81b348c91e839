import { type DisputeItemState, type DisputeOutcome, disputeOutcomes } from "@horizon/contracts/backend";

const again = ["next_round", "closed"] as const;

/** Edges of a dispute item. What is not here is refused and changes nothing. */
export const itemEdges: Readonly<Record<DisputeItemState, readonly DisputeItemState[]>> = {
  draft: ["attested", "withdrawn"],
  attested: ["in_round", "withdrawn", "closed"],
  // Back when the letter is cancelled and the round given up.
  in_round: ["sent", "attested"],
  // Back when the letter returns.
  sent: ["received", "in_round"],
  received: ["investigating", "in_round"],
  investigating: [...disputeOutcomes, "in_round"],
  deleted: ["resolved"],
  deleted_fraud: ["resolved"],
  deleted_expedited: ["resolved"],
  updated: ["resolved", ...again],
  verified: again,
  verified_other_updated: again,
  frivolous: again,
  no_response: again,
  rejected_identity: again,
  mixed: again,
  resolved: ["reinserted"],
  next_round: ["attested", "closed"],
  reinserted: ["attested", "closed"],
  withdrawn: [],
  closed: [],
};

const deletions: ReadonlySet<string> = new Set(["deleted", "deleted_fraud", "deleted_expedited"]);

export function isDeletion(outcome: DisputeOutcome | null): boolean {
  return outcome !== null && deletions.has(outcome);
}

/** Outcomes that say the item was inaccurate, incomplete or unverifiable (FCRA-2). */
export function isFoundInaccurate(outcome: DisputeOutcome): boolean {
  return deletions.has(outcome) || outcome === "updated";
}

/** How furnishers answer a bureau, in our words; absent for a code that says nothing about the item. */
export const outcomeOfFurnisherCode: Readonly<Partial<Record<string, DisputeOutcome>>> = {
  "01": "verified",
  "03": "deleted",
  "07": "deleted_fraud",
  "21": "updated",
  "22": "updated",
  "23": "verified_other_updated",
  "24": "updated",
};

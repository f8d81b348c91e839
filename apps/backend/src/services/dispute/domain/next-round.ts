import type { DisputeOutcome } from "@horizon/contracts/backend";

/** What can be done about an item after an answer. */
export const strategies = [
  "new_evidence",
  "method_of_verification",
  "direct_dispute",
  "reinsertion_dispute",
  "statement_of_dispute",
  "cfpb_complaint",
  "stop",
] as const;
export type Strategy = (typeof strategies)[number];

/** What supports another round: the same again is not enough. */
export const roundBases = ["new_evidence", "new_ground", "procedural_failure"] as const;
export type RoundBasis = (typeof roundBases)[number];

/** What fits an outcome, the likeliest to help first. A proposal: a person decides. */
export function proposeStrategies(outcome: DisputeOutcome): readonly Strategy[] {
  switch (outcome) {
    case "verified":
    case "verified_other_updated":
      return ["new_evidence", "method_of_verification", "direct_dispute", "statement_of_dispute", "stop"];
    case "no_response":
      return ["cfpb_complaint", "new_evidence", "direct_dispute", "stop"];
    case "updated":
    case "mixed":
      return ["new_evidence", "direct_dispute", "statement_of_dispute", "stop"];
    case "frivolous":
    case "rejected_identity":
      return ["new_evidence", "stop"];
    case "deleted":
    case "deleted_fraud":
    case "deleted_expedited":
      return ["stop"];
  }
}

export interface NextRound {
  readonly outcome: DisputeOutcome;
  readonly basis: RoundBasis;
  readonly hasNewEvidence: boolean;
  readonly hasNewGround: boolean;
  readonly roundsCount: number;
  readonly roundsMax: number;
  readonly byCompliance: boolean;
}

export type NextRoundObstacle =
  | "dispute.round_limit"
  | "dispute.cure_required"
  | "dispute.next_round_refused";

/** Why there is no next round; null when there may be one. */
export function findNextRoundObstacle(next: NextRound): NextRoundObstacle | null {
  const { outcome, basis, hasNewEvidence, hasNewGround } = next;
  if (next.roundsCount >= next.roundsMax && !next.byCompliance) return "dispute.round_limit";
  // FCRA-5: after a frivolous determination nothing but new evidence or another ground helps.
  if (outcome === "frivolous" && !hasNewEvidence && !hasNewGround) return "dispute.cure_required";
  if (basis === "new_evidence" && !hasNewEvidence) return "dispute.next_round_refused";
  if (basis === "new_ground" && !hasNewGround) return "dispute.next_round_refused";
  // The agency failed to answer, or may be asked how it verified (FCRA-9).
  const failed = outcome === "no_response" || outcome === "verified" || outcome === "verified_other_updated";
  if (basis === "procedural_failure" && !failed) return "dispute.next_round_refused";
  return null;
}

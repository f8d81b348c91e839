import type { CivilDate } from "@horizon/calendar";
import type { Bureau, DisputeGround, DisputeItemState, DisputeOutcome } from "@horizon/contracts/backend";
import { fraudGrounds, groundRules } from "./grounds.ts";
import { countWords, type LetterKind, recipientsOfKind, statementMaxWords } from "./letter-kinds.ts";
import { type AdverseKind, obsolescenceOf } from "./obsolescence.ts";
import type { RecipientKind } from "./recipients.ts";

export interface GatedItem {
  readonly state: DisputeItemState;
  readonly bureau: Bureau;
  readonly ground: DisputeGround;
  readonly outcome: DisputeOutcome | null;
  readonly adverse: { readonly kind: AdverseKind; readonly since: CivilDate } | null;
}

export interface GatedRound {
  readonly kind: LetterKind;
  readonly recipientKind: RecipientKind;
  readonly bureau: Bureau | null;
  readonly statement: string | null;
  readonly items: readonly GatedItem[];
  /** An identity-theft packet covers all of the items. */
  readonly packetComplete: boolean;
  readonly today: CivilDate;
}

export type RoundObstacle =
  | "dispute.recipient_not_allowed"
  | "dispute.round_open"
  | "dispute.item_not_attested"
  | "dispute.recipient_mismatch"
  | "dispute.ground_not_allowed"
  | "dispute.not_obsolete"
  | "dispute.kind_not_allowed"
  | "dispute.statement_too_long"
  | "fcra.605b_incomplete";

/** States in which an item is under way in another round. */
const underWay: ReadonlySet<DisputeItemState> = new Set(["in_round", "sent", "received", "investigating"]);

/** Why these items cannot go out together to this recipient; null when they can. */
export function findRoundObstacle(round: GatedRound): { code: RoundObstacle; rule?: string } | null {
  const { kind, recipientKind, bureau, items, statement, today } = round;
  if (!recipientsOfKind[kind].includes(recipientKind)) return { code: "dispute.recipient_not_allowed" };
  if (items.some(({ state }) => underWay.has(state))) return { code: "dispute.round_open" };
  if (items.some(({ state }) => state !== "attested")) return { code: "dispute.item_not_attested" };
  if (bureau !== null && items.some((item) => item.bureau !== bureau)) {
    return { code: "dispute.recipient_mismatch" };
  }
  if (items.some(({ ground }) => !groundRules[ground].recipients.includes(recipientKind))) {
    // A furnisher need not look into what is not about its account (12 CFR 1022.43(b)(1)).
    return { code: "dispute.ground_not_allowed", rule: "FCRA-19" };
  }
  if (items.some((item) => item.ground === "obsolete" && !isObsolete(item, today))) {
    return { code: "dispute.not_obsolete" };
  }
  switch (kind) {
    case "block_605b":
      if (items.some(({ ground }) => !fraudGrounds.has(ground))) {
        return { code: "dispute.kind_not_allowed", rule: "FCRA-16" };
      }
      return round.packetComplete ? null : { code: "fcra.605b_incomplete" };
    case "method_of_verification":
      return items.every(({ outcome }) => outcome === "verified" || outcome === "verified_other_updated")
        ? null
        : { code: "dispute.kind_not_allowed", rule: "FCRA-9" };
    case "reinsertion_dispute":
      return items.every(({ ground }) => ground === "reinserted")
        ? null
        : { code: "dispute.kind_not_allowed", rule: "FCRA-7" };
    case "statement_of_dispute":
      if (statement === null || items.some(({ outcome }) => outcome === null)) {
        return { code: "dispute.kind_not_allowed", rule: "FCRA-11" };
      }
      return countWords(statement) > statementMaxWords ? { code: "dispute.statement_too_long" } : null;
    default:
      return null;
  }
}

function isObsolete({ adverse }: GatedItem, today: CivilDate): boolean {
  if (adverse === null) return false;
  const { statutoryObsoleteOn } = obsolescenceOf(adverse.kind, adverse.since);
  return statutoryObsoleteOn !== null && statutoryObsoleteOn <= today;
}

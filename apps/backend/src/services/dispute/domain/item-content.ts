import type { CivilDate } from "@horizon/calendar";
import type { DisputeGround } from "@horizon/contracts/backend";
import { bansMedicalDebt, type ElementKind, type EvidenceKind, groundRules } from "./grounds.ts";
import { type AdverseKind, obsolescenceOf } from "./obsolescence.ts";

export interface CheckedContent {
  readonly elementKind: ElementKind;
  readonly ground: DisputeGround;
  readonly evidence: readonly { readonly kind: EvidenceKind }[];
  /** Of the customer: some grounds are of a state. */
  readonly state: string | null;
  readonly adverse: { readonly kind: AdverseKind; readonly since: CivilDate } | null;
}

export type ContentObstacle =
  | { readonly code: "dispute.ground_not_allowed"; readonly detail: string; readonly rule?: "FCRA-15" }
  | { readonly code: "evidence.missing"; readonly detail: string }
  | { readonly code: "dispute.not_obsolete"; readonly detail: string };

/** Why an item cannot be disputed on its ground; null when it can. */
export function findContentObstacle(
  { elementKind, ground, evidence, adverse, state }: CheckedContent,
  today: CivilDate,
): ContentObstacle | null {
  const rule = groundRules[ground];
  if (!rule.elements.includes(elementKind)) {
    return {
      code: "dispute.ground_not_allowed",
      detail: `${ground} is for ${rule.elements.join(", ")}.`,
    };
  }
  if (ground === "medical_state_ban" && !bansMedicalDebt(state, today)) {
    return {
      code: "dispute.ground_not_allowed",
      rule: "FCRA-15",
      detail: "The customer's state has no such law that we know of.",
    };
  }
  if (rule.evidence.length > 0 && !evidence.some(({ kind }) => rule.evidence.includes(kind))) {
    return { code: "evidence.missing", detail: `${ground} needs one of ${rule.evidence.join(", ")}.` };
  }
  if (ground !== "obsolete") return null;
  if (adverse === null) {
    return { code: "evidence.missing", detail: "When the period started is not known." };
  }
  const { statutoryObsoleteOn } = obsolescenceOf(adverse.kind, adverse.since);
  if (statutoryObsoleteOn !== null && statutoryObsoleteOn <= today) return null;
  return {
    code: "dispute.not_obsolete",
    detail:
      statutoryObsoleteOn === null
        ? "This is never obsolete."
        : `It may be claimed from ${statutoryObsoleteOn} on.`,
  };
}

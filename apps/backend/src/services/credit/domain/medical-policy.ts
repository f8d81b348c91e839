import type { Bureau } from "@horizon/contracts/backend";
import type { SuggestedGround } from "./findings/finding.ts";

export type MedicalRule = "paid" | "under_500" | "under_1y" | "state_ban";

export interface MedicalPolicy {
  readonly rule: MedicalRule;
  /** Null: all bureaus, or all states. */
  readonly bureau: Bureau | null;
  readonly state: string | null;
  readonly effectiveFrom: string;
  /** Exclusive. */
  readonly effectiveTo: string | null;
  readonly ground: SuggestedGround;
  /** Null: no lawyer has read it, so it is not applied. */
  readonly reviewedOn: string | null;
}

/**
 * FCRA-15. What bureaus say that they do not report since 2022 and 2023. There is no federal ban: the rule of January 2025
 * was vacated on 2025-07-11, and the interpretive rule of 2025-10-28 says that states may not have one either, so a ban of
 * a state is applied only after review.
 */
export const medicalPolicies: readonly MedicalPolicy[] = [
  bureauPolicy("paid", "2022-07-01", "medical_paid"),
  bureauPolicy("under_1y", "2022-07-01", "medical_under_1y"),
  bureauPolicy("under_500", "2023-04-11", "medical_under_500"),
  stateBan("CO", "2023-08-07"),
  stateBan("NY", "2023-12-13"),
];

/** The rules in force at a bureau for a person of a state on a date. */
export function listMedicalPolicies(
  { bureau, state, on }: { bureau: Bureau; state: string | null; on: string },
  policies: readonly MedicalPolicy[] = medicalPolicies,
): MedicalPolicy[] {
  return policies.filter(
    (policy) =>
      policy.reviewedOn !== null &&
      (policy.bureau === null || policy.bureau === bureau) &&
      (policy.state === null || policy.state === state) &&
      policy.effectiveFrom <= on &&
      (policy.effectiveTo === null || on < policy.effectiveTo),
  );
}

function bureauPolicy(rule: MedicalRule, effectiveFrom: string, ground: SuggestedGround): MedicalPolicy {
  return {
    rule,
    bureau: null,
    state: null,
    effectiveFrom,
    effectiveTo: null,
    ground,
    reviewedOn: "2026-11-23",
  };
}

function stateBan(state: string, effectiveFrom: string): MedicalPolicy {
  return {
    rule: "state_ban",
    bureau: null,
    state,
    effectiveFrom,
    effectiveTo: null,
    ground: "medical_state_ban",
    reviewedOn: null,
  };
}

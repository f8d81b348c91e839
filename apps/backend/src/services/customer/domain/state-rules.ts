import type { CivilDate } from "@horizon/calendar";

/** What a state may ask beyond federal law. The values are those of the column `value`. */
export const stateRuleKeys = [
  /** `false`: no contract may be made with a customer who lives there. */
  "serviceable",
  /** Business days within which the contract can be cancelled for nothing. */
  "cancel_business_days",
  /** Days after the contract within which every service must be performed. */
  "completion_days",
  /** `true`: an itemised statement of the services every month. */
  "monthly_statement",
] as const;
export type StateRuleKey = (typeof stateRuleKeys)[number];

export interface StateRule {
  readonly state: string;
  readonly key: StateRuleKey;
  readonly value: boolean | number;
  readonly effectiveFrom: CivilDate;
  /** Last day on which it applies; null for a rule without end. */
  readonly effectiveTo: CivilDate | null;
  /** Who vouches for it. A rule that nobody has reviewed does not apply. */
  readonly reviewedBy: string | null;
}

export interface StateTerms {
  readonly serviceable: boolean;
  readonly cancelBusinessDays: number;
  readonly completionDaysMax: number | null;
  readonly monthlyStatement: boolean;
}

/** 15 U.S.C. 1679e(a). */
const federal: StateTerms = {
  serviceable: true,
  cancelBusinessDays: 3,
  completionDaysMax: null,
  monthlyStatement: false,
};

/** The terms that hold in a state on a date: of federal law and every rule in effect, the strictest (15 U.S.C. 1679j). */
export function resolveStateTerms(rules: readonly StateRule[], state: string, on: CivilDate): StateTerms {
  return rules
    .filter((rule) => rule.state === state && isInEffect(rule, on))
    .reduce((terms, rule) => stricter(terms, rule), federal);
}

function isInEffect(rule: StateRule, on: CivilDate): boolean {
  return stateRuleStatus(rule, on) === "applies";
}

export const stateRuleStatuses = ["applies", "awaits_review", "not_yet", "ended"] as const;

/** Whether a rule applies on a day, and if not why. One that nobody has reviewed does not, whatever its dates. */
export function stateRuleStatus(
  { reviewedBy, effectiveFrom, effectiveTo }: StateRule,
  on: CivilDate,
): (typeof stateRuleStatuses)[number] {
  if (reviewedBy === null) return "awaits_review";
  if (on < effectiveFrom) return "not_yet";
  return effectiveTo !== null && on > effectiveTo ? "ended" : "applies";
}

function stricter(terms: StateTerms, { key, value }: StateRule): StateTerms {
  switch (key) {
    case "serviceable":
      return { ...terms, serviceable: terms.serviceable && value === true };
    case "cancel_business_days":
      return { ...terms, cancelBusinessDays: Math.max(terms.cancelBusinessDays, Number(value)) };
    case "completion_days":
      return {
        ...terms,
        completionDaysMax: Math.min(terms.completionDaysMax ?? Number.POSITIVE_INFINITY, Number(value)),
      };
    case "monthly_statement":
      return { ...terms, monthlyStatement: terms.monthlyStatement || value === true };
  }
}

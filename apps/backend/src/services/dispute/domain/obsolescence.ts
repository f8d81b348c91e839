import { addDays, addMonthsClamped, type CivilDate } from "@horizon/calendar";

/** Adverse information by the period after which it may not be reported (FCRA-13). */
export type AdverseKind =
  | "bankruptcy"
  | "suit_or_judgment"
  | "paid_tax_lien"
  | "collection_or_charge_off"
  | "other_adverse"
  | "conviction";

export interface Obsolescence {
  /** From this day on it may be claimed that the item is obsolete; null when it never is. */
  readonly statutoryObsoleteOn: CivilDate | null;
  /** When bureaus usually drop it; earlier, and no ground for a claim (CROA-9). */
  readonly bureauPracticeOn: CivilDate | null;
}

const years = (n: number) => n * 12;

/**
 * @param startOn order for relief, entry, payment, or commencement of the delinquency, as the kind has it.
 * @param limitationYears of the suit or judgment, where it is longer than seven years.
 */
export function obsolescenceOf(kind: AdverseKind, startOn: CivilDate, limitationYears = 7): Obsolescence {
  const after = (from: CivilDate, n: number) => addMonthsClamped(from, years(n));
  switch (kind) {
    case "bankruptcy":
      return { statutoryObsoleteOn: after(startOn, 10), bureauPracticeOn: after(startOn, 10) };
    case "suit_or_judgment": {
      const on = after(startOn, Math.max(7, limitationYears));
      return { statutoryObsoleteOn: on, bureauPracticeOn: on };
    }
    case "paid_tax_lien":
    case "other_adverse":
      return { statutoryObsoleteOn: after(startOn, 7), bureauPracticeOn: after(startOn, 7) };
    case "collection_or_charge_off":
      // FCRA-14: the seven years begin at the end of the 180 days that begin with the delinquency.
      return {
        statutoryObsoleteOn: after(addDays(startOn, 180), 7),
        bureauPracticeOn: after(startOn, 7),
      };
    case "conviction":
      return { statutoryObsoleteOn: null, bureauPracticeOn: null };
  }
}

/** Purposes for which obsolete items may be reported all the same (FCRA-13); a letter never claims otherwise. */
export function obsolescenceIsExempt(use: {
  creditDollars?: number;
  lifeInsuranceDollars?: number;
  salaryDollars?: number;
}): boolean {
  return (
    (use.creditDollars ?? 0) >= 150_000 ||
    (use.lifeInsuranceDollars ?? 0) >= 150_000 ||
    (use.salaryDollars ?? 0) >= 75_000
  );
}

import { addMonthsClamped, type CivilDate } from "@horizon/calendar";

/**
 * How long documents are kept. `croa_evidence`: two years by 15 U.S.C. 1679c(c), but five to sue (1679i), so six (CROA-2, CROA-13).
 * `tsr`: five years (16 CFR 310.5), for what is no evidence of a contract: advertisements, scripts, consents of those who never signed. `customer`: two years after the last use (GLB-5).
 */
export const retentionYears = { croa_evidence: 6, tsr: 5, customer: 2 } as const;

export function retainUntil(retentionClass: keyof typeof retentionYears, from: CivilDate): CivilDate {
  return addMonthsClamped(from, retentionYears[retentionClass] * 12);
}

export type RetentionRefusal =
  | { readonly reason: "legal_hold" }
  | { readonly reason: "retained"; readonly until: CivilDate };

/** Why a document may not be deleted today, or null. A legal hold wins over every date. */
export function findRetentionRefusal(
  { legalHold, retainUntil: until }: { readonly legalHold: boolean; readonly retainUntil: CivilDate | null },
  today: CivilDate,
): RetentionRefusal | null {
  if (legalHold) return { reason: "legal_hold" };
  return until !== null && today < until ? { reason: "retained", until } : null;
}

/** What a lead's `source` says when it came by telephone. */
export const phoneSource = "phone";

/** Metro 2 field 37: who answers for the account. */
export const ecoaCodes = {
  "1": "Individual",
  "2": "Joint, by contract",
  "3": "Authorised user",
  "5": "Co-maker or guarantor",
  "7": "Maker",
  T: "Association ended",
  X: "Deceased",
  W: "Business",
  Z: "Delete this consumer",
} as const;
export type EcoaCode = keyof typeof ecoaCodes;

/** Metro 2 field 20. */
export const complianceCodes = {
  XA: "Closed at the consumer's request",
  XB: "Disputed under the FCRA, under investigation",
  XC: "FCRA investigation done, the consumer disagrees",
  XD: "Closed at the consumer's request and disputed under the FCRA",
  XE: "Closed at the consumer's request; FCRA investigation done, the consumer disagrees",
  XF: "Disputed under the FCBA, under investigation",
  XG: "FCBA investigation done, the consumer disagrees",
  XH: "Was disputed, investigation done",
  XJ: "Closed at the consumer's request and disputed under the FCBA",
  XR: "The last code is removed",
} as const;
export type ComplianceCode = keyof typeof complianceCodes;
/** Codes that say that an investigation is under way. */
export const openDisputeCodes: ReadonlySet<ComplianceCode> = new Set(["XB", "XD", "XF", "XJ"]);

/** Metro 2 field 38. */
export const bankruptcyCodes = {
  A: "Petition, chapter 7",
  B: "Petition, chapter 11",
  C: "Petition, chapter 12",
  D: "Petition, chapter 13",
  E: "Discharged, chapter 7",
  F: "Discharged, chapter 11",
  G: "Discharged, chapter 12",
  H: "Completed, chapter 13",
  Q: "Removed, closed or dismissed",
  R: "Reaffirmed, chapter 7",
  S: "An earlier code is removed",
  T: "Consumer cannot be located",
  U: "Consumer located",
  V: "Reaffirmation withdrawn",
  "1A": "Receivership",
  "2A": "Lease assumed",
} as const;
export type BankruptcyCode = keyof typeof bankruptcyCodes;
/** The debt is discharged: nothing is owed. */
export const dischargedCodes: ReadonlySet<BankruptcyCode> = new Set(["E", "F", "G", "H"]);

/** Metro 2 field 19: those that rules read. */
export const specialComments = {
  AC: "Paid under a partial-payment agreement",
  AH: "Purchased by another company",
  AU: "Settled for less than the full balance",
  AW: "Affected by a disaster",
  CP: "In forbearance",
  M: "Closed by the grantor",
  O: "Transferred to another company",
} as const;
export type SpecialComment = keyof typeof specialComments;
export const transferComments: ReadonlySet<SpecialComment> = new Set(["AH", "O"]);

export function keysOf<K extends string>(table: Readonly<Record<K, string>>): [K, ...K[]] {
  return Object.keys(table) as [K, ...K[]];
}

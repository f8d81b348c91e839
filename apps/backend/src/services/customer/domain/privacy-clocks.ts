import { addBusinessDays, addDays, type CivilDate } from "@horizon/calendar";

export const privacyKinds = ["access", "delete", "correct", "opt_out"] as const;
export type PrivacyKind = (typeof privacyKinds)[number];

export interface PrivacyClocks {
  /** The receipt is confirmed by then; null for an opt-out, which is simply done. */
  readonly confirmBy: CivilDate | null;
  readonly answerBy: CivilDate;
}

/** When the company has to have answered (PRIV-2): duties of its own, so the NARROW calendar. */
export function computePrivacyClocks(kind: PrivacyKind, receivedOn: CivilDate): PrivacyClocks {
  if (kind === "opt_out") {
    return { confirmBy: null, answerBy: addBusinessDays(receivedOn, 15, "NARROW") };
  }
  return { confirmBy: addBusinessDays(receivedOn, 10, "NARROW"), answerBy: addDays(receivedOn, 45) };
}

/** Once, with notice to the consumer, before the first 45 days are over. An opt-out cannot be extended. */
export function extendPrivacyClock(
  kind: PrivacyKind,
  { receivedOn, answerBy }: { receivedOn: CivilDate; answerBy: CivilDate },
  today: CivilDate,
): CivilDate | null {
  const extended = addDays(receivedOn, 90);
  return kind === "opt_out" || today > answerBy || answerBy === extended ? null : extended;
}

/** What is kept, and under which law it is outside of the privacy acts of the states (PRIV-1). */
export const dataInventory = [
  { category: "profile and addresses", exemption: "glba" },
  { category: "Social Security number", exemption: "glba" },
  { category: "contracts, disclosures and signatures", exemption: "glba" },
  { category: "uploaded documents", exemption: "glba" },
  { category: "credit reports and disputes", exemption: "fcra" },
  { category: "invoices and payments", exemption: "glba" },
  { category: "marketing preferences", exemption: "none" },
  { category: "sign-ins and devices", exemption: "none" },
] as const;

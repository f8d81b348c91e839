import { type LegalText, legalText } from "./disclosure.ts";

export const consentKinds = ["esign", "report_access", "marketing_email"] as const;
export type ConsentKind = (typeof consentKinds)[number];

/**
 * What people agree to, by kind: one current version each. A consent to an earlier version of `esign` no longer counts (ESIGN-2).
 * Drafts of engineering: counsel has not reviewed them.
 */
export const consentTexts: Readonly<Record<ConsentKind, LegalText>> = {
  esign: legalText("esign-2026-11", "Consent to electronic documents", [
    "You may receive every document of this contract on paper instead, free of charge: ask us at any time in the portal or by letter.",
    "Your consent covers the disclosure of your rights, the contract, notices of cancellation, invoices and all later notices under the contract.",
    "You may withdraw this consent at any time in the portal, by e-mail or by letter, free of charge. What was delivered electronically before stays valid; what comes after is sent on paper.",
    "Keep your e-mail address current in your profile.",
    "You need a device with an up-to-date web browser, a program that shows PDF files, an e-mail address, and room to store or print the documents.",
    "To show that you can open such documents, type in the code that is printed in the PDF file of this statement.",
  ]),
  report_access: legalText("report-2026-11", "Written instruction to obtain my credit reports", [
    "I instruct Horizon Credit Repair to obtain my consumer reports from Equifax, Experian and TransUnion, or from services that I use for them, to analyse them for me and to follow the results of disputes.",
    "This instruction lasts one year. I may revoke it at any time; no report is obtained after that.",
  ]),
  marketing_email: legalText("marketing-2026-11", "News by e-mail", [
    "I would like to receive offers and news by e-mail. I can stop them with the link in every message, at once and free of charge.",
  ]),
};

/** Days after which a consent has to be given again; null for none. */
export const consentLifetimeDays: Readonly<Record<ConsentKind, number | null>> = {
  esign: null,
  report_access: 365,
  marketing_email: null,
};

export interface GivenConsent {
  readonly kind: ConsentKind;
  readonly version: string;
  readonly textSha256: string;
  readonly expiresAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/** Whether a consent counts now: not withdrawn, not run out, and to the text as it is today. */
export function isConsentValid(consent: GivenConsent, now: Date): boolean {
  const text = consentTexts[consent.kind];
  return (
    consent.withdrawnAt === null &&
    (consent.expiresAt === null || now < consent.expiresAt) &&
    consent.version === text.version &&
    consent.textSha256 === text.sha256
  );
}

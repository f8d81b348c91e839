export type SsnRefusal =
  /** Not nine digits, with or without the two dashes. */
  | "ssn.malformed"
  /** Never issued: area 000 or 666, group 00, serial 0000, or a number printed in advertisements (SSN-1). */
  | "ssn.invalid"
  /** Area 900–999: an individual taxpayer number, or one sold as a "credit privacy number" (CROA-10). */
  | "croa.not_an_ssn"
  /** `12-3456789`: an employer's number (CROA-10). */
  | "croa.employer_number";

/** Numbers that were published on cards in wallets and pamphlets. */
const published = new Set(["078051120", "219099999"]);

export type SsnResult =
  | { readonly ok: true; readonly digits: string }
  | { readonly ok: false; readonly refusal: SsnRefusal };

/**
 * Whether a text is a Social Security number that may have been issued (SSN-1), and not another kind of number in its place (CROA-10).
 * Never put the text into an error: it may be someone's number.
 */
export function parseSsn(text: string): SsnResult {
  const trimmed = text.trim();
  if (/^\d{2}-\d{7}$/.test(trimmed)) return { ok: false, refusal: "croa.employer_number" };
  const match = /^(\d{3})(-?)(\d{2})\2(\d{4})$/.exec(trimmed);
  if (match === null) return { ok: false, refusal: "ssn.malformed" };
  const [, area = "", , group = "", serial = ""] = match;
  const digits = area + group + serial;
  if (area >= "900") return { ok: false, refusal: "croa.not_an_ssn" };
  if (area === "000" || area === "666" || group === "00" || serial === "0000" || published.has(digits)) {
    return { ok: false, refusal: "ssn.invalid" };
  }
  return { ok: true, digits };
}

/** How a number is shown (SSN-2). */
export function maskSsn(last4: string): string {
  return `***-**-${last4}`;
}

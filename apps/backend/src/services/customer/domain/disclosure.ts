import { createHash } from "node:crypto";

/**
 * The statement of 15 U.S.C. 1679c(a), word for word (Pub. L. 104-208, 110 Stat. 3009-457 f.). It is handed over before a contract and
 * apart from it (CROA-1); nothing may be added to it. Counsel has not compared it with the official print yet: `reviewedBy` is empty.
 */
const heading = "Consumer Credit File Rights Under State and Federal Law";
const paragraphs = [
  "You have a right to dispute inaccurate information in your credit report by contacting the credit bureau directly. However, neither you nor any 'credit repair' company or credit repair organization has the right to have accurate, current, and verifiable information removed from your credit report. The credit bureau must remove accurate, negative information from your report only if it is over 7 years old. Bankruptcy information can be reported for 10 years.",
  "You have a right to obtain a copy of your credit report from a credit bureau. You may be charged a reasonable fee. There is no fee, however, if you have been turned down for credit, employment, insurance, or a rental dwelling because of information in your credit report within the preceding 60 days. The credit bureau must provide someone to help you interpret the information in your credit file. You are entitled to receive a free copy of your credit report if you are unemployed and intend to apply for employment in the next 60 days, if you are a recipient of public welfare assistance, or if you have reason to believe that there is inaccurate information in your credit report due to fraud.",
  "You have a right to sue a credit repair organization that violates the Credit Repair Organization Act. This law prohibits deceptive practices by credit repair organizations.",
  "You have the right to cancel your contract with any credit repair organization for any reason within 3 business days from the date you signed it.",
  "Credit bureaus are required to follow reasonable procedures to ensure that the information they report is accurate. However, mistakes may occur.",
  "You may, on your own, notify a credit bureau in writing that you dispute the accuracy of information in your credit file. The credit bureau must then reinvestigate and modify or remove inaccurate or incomplete information. The credit bureau may not charge any fee for this service. Any pertinent information and copies of all documents you have concerning an error should be given to the credit bureau.",
  "If the credit bureau's reinvestigation does not resolve the dispute to your satisfaction, you may send a brief statement to the credit bureau, to be kept in your file, explaining why you think the record is inaccurate. The credit bureau must include a summary of your statement about disputed information with any report it issues about you.",
  "The Federal Trade Commission regulates credit bureaus and credit repair organizations. For more information contact:",
  "The Public Reference Branch\nFederal Trade Commission\nWashington, D.C. 20580",
] as const;

export interface LegalText {
  readonly version: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** SHA-256, hexadecimal, of the heading and the paragraphs: what people are shown is compared with what was approved. */
  readonly sha256: string;
  /** Empty until counsel has read it. */
  readonly reviewedBy: string;
}

export function legalText(
  version: string,
  title: string,
  texts: readonly string[],
  reviewedBy = "",
): LegalText {
  const sha256 = createHash("sha256")
    .update(JSON.stringify([title, ...texts]))
    .digest("hex");
  return { version, heading: title, paragraphs: texts, sha256, reviewedBy };
}

export const currentDisclosure = legalText("1679c-1996", heading, paragraphs);

/** Words of 15 U.S.C. 1679e(b), with the name and address of the organisation and the last date filled in (CROA-4). */
export function noticeOfCancellation({
  name,
  address,
  cancelDays,
  deadline,
}: {
  name: string;
  address: string;
  cancelDays: number;
  deadline: string;
}): { heading: string; bold: string; toCancel: string; sign: string } {
  // The statute counts three days; a state that gives more gets its number, or the form would contradict its own date.
  const day = cancelDays === 3 ? "3rd" : `${cancelDays}th`;
  return {
    heading: "Notice of Cancellation",
    bold: `You may cancel this contract, without any penalty or obligation, at any time before midnight of the ${day} day which begins after the date the contract is signed by you.`,
    toCancel: `To cancel this contract, mail or deliver a signed, dated copy of this cancellation notice, or any other written notice to ${name} at ${address} before midnight on ${deadline}.`,
    sign: "I hereby cancel this transaction,",
  };
}

/** Words of 15 U.S.C. 1679d(b)(4): stands in bold next to the signature (CROA-3). */
export function rightToCancel(cancelDays: number): string {
  const day = cancelDays === 3 ? "3rd" : `${cancelDays}th`;
  return `You may cancel this contract without penalty or obligation at any time before midnight of the ${day} business day after the date on which you signed the contract. See the attached notice of cancellation form for an explanation of this right.`;
}

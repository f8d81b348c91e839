import type { CivilDate } from "@horizon/calendar";
import { type ContractTerms, formatUsd } from "../domain/contract-terms.ts";
import { currentDisclosure, noticeOfCancellation } from "../domain/disclosure.ts";
import { type PdfFile, type PdfPage, writePdf } from "./pdf-writer.ts";

export interface PacketInput {
  readonly contractId: string;
  readonly terms: ContractTerms;
  readonly customerName: string;
  /** Null in an offer: nothing is signed yet, and no date is final. */
  readonly signature: {
    readonly typedName: string;
    readonly signedAt: Date;
    readonly signedOn: CivilDate;
  } | null;
  /** The date on the notices; for an offer, the one that a signature today would give. */
  readonly cancelDeadline: CivilDate;
  /** The one time in the file: of the signature, or of the offer. */
  readonly at: Date;
}

/** The contract, the statement of rights and the notice of cancellation in duplicate (15 U.S.C. 1679d, 1679e). */
export async function renderContractPacket(input: PacketInput): Promise<PdfFile> {
  const notice = writeNotice(input);
  return writePdf({ title: "Contract", author: input.terms.company.name, at: input.at }, [
    (page) => writeContract(page, input),
    writeDisclosure,
    notice("Copy 1 of 2: for you to keep"),
    notice("Copy 2 of 2: to send to us"),
  ]);
}

function writeContract(
  page: PdfPage,
  { contractId, terms, customerName, signature, cancelDeadline }: PacketInput,
) {
  page.title(`Contract for credit repair services: ${terms.planName}`);
  page.paragraph(`Contract ${contractId}, form ${terms.templateVersion}. Customer: ${customerName}.`);
  if (signature === null) page.bold("OFFER. Not signed. Dates are those of a signature today.");
  for (const clause of terms.clauses) {
    page.bold(clause.title);
    page.paragraph(clause.text);
  }
  page.paragraph(`Total of all payments: at most ${formatUsd(terms.totalCents)}.`);
  page.space();
  page.bold(terms.signatureSection.bold);
  page.paragraph(`You may cancel until midnight at the end of ${formatDate(cancelDeadline)}.`);
  page.bold(
    signature === null
      ? "Signature of the customer: ______________________   Date: ____________"
      : `Signed electronically by ${signature.typedName} on ${formatDate(signature.signedOn)} (${signature.signedAt.toISOString()}).`,
  );
}

function writeDisclosure(page: PdfPage) {
  page.title(currentDisclosure.heading);
  for (const paragraph of currentDisclosure.paragraphs) page.paragraph(paragraph);
}

function writeNotice({ terms, cancelDeadline }: PacketInput) {
  const notice = noticeOfCancellation({
    name: terms.company.name,
    address: terms.company.address,
    cancelDays: terms.cancelBusinessDays,
    deadline: formatDate(cancelDeadline),
  });
  return (copy: string) => (page: PdfPage) => {
    page.title(notice.heading);
    page.bold(notice.bold);
    page.bold(notice.toCancel);
    page.bold(notice.sign);
    page.space();
    page.bold("____________________   Date");
    page.space();
    page.bold("____________________   Purchaser's signature");
    page.space();
    page.paragraph(copy);
  };
}

/** The statement alone, or with the words by which its receipt was acknowledged (CROA-2). */
export async function renderDisclosure(
  at: Date,
  acknowledgement: { readonly typedName: string; readonly at: Date } | null,
): Promise<PdfFile> {
  return writePdf({ title: currentDisclosure.heading, author: "", at }, [
    (page) => {
      writeDisclosure(page);
      if (acknowledgement === null) return;
      page.space();
      page.bold(
        `I have received this statement. Signed electronically by ${acknowledgement.typedName}, ${acknowledgement.at.toISOString()}.`,
      );
    },
  ]);
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `November 27, 2026`. */
export function formatDate(date: CivilDate): string {
  const [year = "", month = "", day = ""] = date.split("-");
  return `${months[Number(month) - 1]} ${Number(day)}, ${year}`;
}

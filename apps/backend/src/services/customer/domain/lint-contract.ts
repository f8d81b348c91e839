import { type ContractTerms, formatUsd, requiredClauses, sumLines } from "./contract-terms.ts";
import { rightToCancel } from "./disclosure.ts";

export interface ContractFault {
  readonly rule: "CROA-3" | "CROA-4" | "CROA-11" | "CROA-12";
  /** JSON pointer into the terms. */
  readonly pointer: string;
  readonly detail: string;
}

/** Words by which a consumer would give up a right of the Act. The attempt is a violation in itself (CROA-12). */
const waivers = [
  /\bwaiv(e|es|ed|er|ers|ing)\b/i,
  /\bgive(s)? up (your|any|all) rights?\b/i,
  /\b(no|without) right to cancel\b/i,
  /\bnon-?cancell?able\b/i,
  /\bnon-?refundable\b/i,
  /\bhold (us|the company) harmless\b/i,
  /\breleases? (us|the company) from\b/i,
];
/** Promises that nobody can keep (CROA-11). */
const promises = [
  /\bguaranteed?\b(?! of any result)/i,
  /\bremove all\b/i,
  /\bnew credit (file|identity)\b/i,
  /\b\d+ points?\b/i,
];

/** What keeps a contract from being offered: everything that 15 U.S.C. 1679d(b) asks for and is missing, and all that 1679f forbids. */
export function lintContract(terms: ContractTerms): ContractFault[] {
  return [...lintClauses(terms), ...lintTotal(terms), ...lintSignatureSection(terms), ...lintWords(terms)];
}

function lintClauses({ clauses, company, durationDays }: ContractTerms): ContractFault[] {
  const missing = requiredClauses
    .filter((key) => !clauses.some((clause) => clause.key === key && clause.text.trim() !== ""))
    .map((key) => fault("CROA-3", "/clauses", `The clause "${key}" is missing.`));
  const parties = clauses.find(({ key }) => key === "parties")?.text ?? "";
  const nameless =
    company.name !== "" &&
    company.address !== "" &&
    parties.includes(company.name) &&
    parties.includes(company.address)
      ? []
      : [fault("CROA-3", "/clauses", "The company's name and principal business address are missing.")];
  const endless =
    Number.isInteger(durationDays) && durationDays > 0
      ? []
      : [fault("CROA-3", "/durationDays", "There is no estimate of how long it takes.")];
  return [...missing, ...nameless, ...endless];
}

function lintTotal({ lines, totalCents, clauses }: ContractTerms): ContractFault[] {
  const faults: ContractFault[] = [];
  if (lines.length === 0) faults.push(fault("CROA-3", "/lines", "No service is described."));
  if (lines.some(({ description }) => description.trim().length < 20)) {
    faults.push(fault("CROA-3", "/lines", "A service is not described in detail."));
  }
  if (totalCents !== sumLines(lines)) {
    faults.push(fault("CROA-3", "/totalCents", "The total is not the sum of the lines."));
  }
  const payment = clauses.find(({ key }) => key === "payment")?.text ?? "";
  if (!payment.includes(formatUsd(totalCents))) {
    faults.push(fault("CROA-3", "/clauses", "The total of all payments is not written in the contract."));
  }
  return faults;
}

function lintSignatureSection({ signatureSection, cancelBusinessDays }: ContractTerms): ContractFault[] {
  const faults: ContractFault[] = [];
  if (signatureSection.bold !== rightToCancel(cancelBusinessDays)) {
    faults.push(
      fault(
        "CROA-3",
        "/signatureSection/bold",
        "The statement of the right to cancel is not next to the signature.",
      ),
    );
  }
  if (signatureSection.noticePages !== 2) {
    faults.push(
      fault("CROA-4", "/signatureSection/noticePages", "The notice of cancellation is not in duplicate."),
    );
  }
  return faults;
}

function lintWords({ clauses, lines }: ContractTerms): ContractFault[] {
  const texts = [
    ...clauses.map(({ title, text }, index) => ({ pointer: `/clauses/${index}`, text: `${title}\n${text}` })),
    ...lines.map(({ description }, index) => ({ pointer: `/lines/${index}`, text: description })),
  ];
  return texts.flatMap(({ pointer, text }) => [
    ...(waivers.some((pattern) => pattern.test(text))
      ? [fault("CROA-12", pointer, "It asks the consumer to give up a right.")]
      : []),
    ...(promises.some((pattern) => pattern.test(text))
      ? [fault("CROA-11", pointer, "It promises what nobody can promise.")]
      : []),
  ]);
}

function fault(rule: ContractFault["rule"], pointer: string, detail: string): ContractFault {
  return { rule, pointer, detail };
}

import type { DisputeGround, LetterIdentity } from "@horizon/contracts/backend";
import type { DisputeItem, DisputeRound } from "@horizon/db/dispute";
import { type EvidenceKind, groundRules } from "../domain/grounds.ts";
import { addressLines } from "../mailing/sender.ts";
import type { LetterMerge } from "./letter-merge.ts";

/** Evidence as the letter lists it. */
const enclosureNames: Readonly<Record<EvidenceKind, string>> = {
  identity_document: "Copy of identity document",
  proof_of_address: "Proof of address",
  ftc_identity_theft_report: "Identity theft report (FTC)",
  police_report: "Police report",
  payment_proof: "Proof of payment",
  settlement_letter: "Settlement letter",
  bankruptcy_schedule: "Bankruptcy schedule",
  military_orders: "Military orders",
  earlier_report: "Earlier credit report",
  account_statement: "Account statement",
  creditor_letter: "Letter of the creditor",
  court_record: "Court record",
  other: "Supporting document",
};

export interface LetterParts {
  readonly round: DisputeRound;
  readonly items: readonly DisputeItem[];
  readonly identity: LetterIdentity;
  /** Documents of the packet of a block, besides those of the items. */
  readonly packet: readonly { readonly kind: string }[];
  readonly date: string;
}

/** What a letter says: verified identity and attested facts, nothing else (CROA-9, CROA-10). */
export function composeMerge({ round, items, identity, packet, date }: LetterParts): LetterMerge {
  const evidence = [...items.flatMap((item) => item.evidence), ...packet];
  const { postal_code, ...address } = identity.address;
  return {
    date,
    round: { number: round.number, reference: `R-${round.id.replaceAll("-", "").slice(-8)}` },
    customer: {
      name: `${identity.first_name} ${identity.last_name}`,
      lines: addressLines({ ...address, postalCode: postal_code }),
      ssn_last4: identity.ssn_last4,
      birth_year: identity.birth_year,
    },
    recipient: { name: round.recipient.name, lines: addressLines(round.recipient.address) },
    items: items.map(({ label, ground, facts }) => ({
      label,
      paragraph: groundRules[ground as DisputeGround].paragraph,
      facts: [...facts],
    })),
    enclosures: [...new Set(evidence.map(({ kind }) => enclosureNames[kind as EvidenceKind]))],
    statement: round.statement,
  };
}

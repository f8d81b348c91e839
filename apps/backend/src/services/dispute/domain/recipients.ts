import type { Bureau } from "@horizon/contracts/backend";

export const recipientKinds = ["bureau", "furnisher", "collector", "reseller"] as const;
export type RecipientKind = (typeof recipientKinds)[number];

export interface PostalAddress {
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
}

export interface Recipient {
  readonly kind: RecipientKind;
  /** The bureau; null for all others. */
  readonly bureau: Bureau | null;
  readonly name: string;
  readonly address: PostalAddress;
}

/** Where each bureau takes disputes by mail. */
export const bureauAddresses: Readonly<Record<Bureau, Recipient>> = {
  EFX: {
    kind: "bureau",
    bureau: "EFX",
    name: "Equifax Information Services LLC",
    address: { line1: "P.O. Box 740256", line2: null, city: "Atlanta", state: "GA", postalCode: "30374" },
  },
  EXP: {
    kind: "bureau",
    bureau: "EXP",
    name: "Experian",
    address: { line1: "P.O. Box 4500", line2: null, city: "Allen", state: "TX", postalCode: "75013" },
  },
  TUC: {
    kind: "bureau",
    bureau: "TUC",
    name: "TransUnion LLC Consumer Dispute Center",
    address: { line1: "P.O. Box 2000", line2: null, city: "Chester", state: "PA", postalCode: "19016" },
  },
};

/** The same recipient has the same key: rounds to it are counted and do not overlap. */
export function recipientKey({ kind, bureau, name, address }: Recipient): string {
  if (bureau !== null) return `bureau:${bureau}`;
  return `${kind}:${name.trim().toLowerCase().replace(/\s+/g, " ")}:${address.postalCode.slice(0, 5)}`;
}

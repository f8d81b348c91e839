import type { DisputeGround } from "@horizon/contracts/backend";
import { type EvidenceKind, fraudGrounds } from "./grounds.ts";

export interface Packet {
  /** Grounds of the items that are identified. */
  readonly grounds: readonly DisputeGround[];
  readonly documents: readonly EvidenceKind[];
  /** The customer signed that none of it is their transaction. */
  readonly statementSigned: boolean;
}

export interface PacketGap {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** What a request for a block still lacks (15 U.S.C. 1681c-2(a)); empty when it is complete. */
export function findPacketGaps({ grounds, documents, statementSigned }: Packet): readonly PacketGap[] {
  const has = (...kinds: readonly EvidenceKind[]) => documents.some((kind) => kinds.includes(kind));
  const gaps: (PacketGap | false)[] = [
    !has("identity_document") && {
      pointer: "/documents",
      code: "identity_proof_missing",
      detail: "Proof of identity is missing.",
    },
    !has("ftc_identity_theft_report", "police_report") && {
      pointer: "/documents",
      code: "identity_theft_report_missing",
      detail: "An identity theft report (FTC or police) is missing.",
    },
    grounds.length === 0 && {
      pointer: "/item_ids",
      code: "items_missing",
      detail: "The items to be blocked are not named.",
    },
    grounds.some((ground) => !fraudGrounds.has(ground)) && {
      pointer: "/item_ids",
      code: "item_not_fraud",
      detail: "An item is disputed on another ground than identity theft.",
    },
    !statementSigned && {
      pointer: "/statement",
      code: "statement_missing",
      detail: "The signed statement that these are not the customer's transactions is missing.",
    },
  ];
  return gaps.filter((gap) => gap !== false);
}

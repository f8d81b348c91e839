import type { MemberRow } from "@horizon/contracts";

/** Who acts, and from where. */
export interface Actor {
  readonly member: MemberRow;
  readonly clientAddress: string;
  readonly userAgent: string;
}

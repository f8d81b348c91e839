import type { MemberRow } from "@horizon/contracts";
import type { Member } from "@horizon/db";

export function toMemberRow({ createdAt, updatedAt, ...member }: Member): MemberRow {
  return { ...member, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

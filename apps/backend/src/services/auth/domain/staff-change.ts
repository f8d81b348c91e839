import type { StaffRole } from "@horizon/contracts/backend";

export interface StaffChange {
  readonly role?: StaffRole;
  readonly disabled?: boolean;
}

export interface StaffMember {
  readonly id: string;
  readonly role: StaffRole;
  readonly isDisabled: boolean;
}

export type StaffChangeDecision =
  | "nothing"
  | "apply"
  /** A second admin must agree first. */
  | "needs_second_person"
  /** Nobody changes their own role, or disables themselves. */
  | "own_account"
  | "last_admin";

/** What a change of a member of staff, wished by the admin `actorId`, leads to. */
export function decideStaffChange(
  { role, disabled }: StaffChange,
  target: StaffMember,
  actorId: string,
  otherActiveAdmins: number,
): StaffChangeDecision {
  const newRole = role ?? target.role;
  const isDisabled = disabled ?? target.isDisabled;
  if (newRole === target.role && isDisabled === target.isDisabled) return "nothing";
  if (target.id === actorId) return "own_account";
  const wasAdmin = target.role === "admin" && !target.isDisabled;
  const becomesAdmin = newRole === "admin" && !isDisabled;
  if (wasAdmin && !becomesAdmin && otherActiveAdmins === 0) return "last_admin";
  // An admin who is enabled again becomes one as much as one who is promoted.
  if (becomesAdmin && !wasAdmin) return "needs_second_person";
  return "apply";
}

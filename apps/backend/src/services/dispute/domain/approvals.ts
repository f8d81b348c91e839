import type { DisputeGround } from "@horizon/contracts/backend";
import { groundsReviewedByCompliance } from "./grounds.ts";
import { type LetterKind, reviewedByCompliance } from "./letter-kinds.ts";

export type ApprovalRole = "customer" | "compliance";

export interface ApprovalInput {
  readonly kind: LetterKind;
  /** Of the items of its round. */
  readonly grounds: readonly DisputeGround[];
  readonly authorId: string;
  readonly given: readonly ApprovalRole[];
  readonly by: { readonly userId: string; readonly role: ApprovalRole };
}

export type ApprovalDecision =
  | { readonly ok: true; readonly complete: boolean }
  | {
      readonly ok: false;
      readonly code: "letter.approval_not_needed" | "letter.already_approved" | "letter.own_work";
    };

/** The customer approves every letter; compliance those that it reviews, and never a letter of its own making. */
export function decideApproval({ kind, grounds, authorId, given, by }: ApprovalInput): ApprovalDecision {
  const isReviewed =
    reviewedByCompliance.has(kind) || grounds.some((ground) => groundsReviewedByCompliance.has(ground));
  const needed: readonly ApprovalRole[] = isReviewed ? ["customer", "compliance"] : ["customer"];
  if (!needed.includes(by.role)) return { ok: false, code: "letter.approval_not_needed" };
  if (given.includes(by.role)) return { ok: false, code: "letter.already_approved" };
  if (by.role === "compliance" && by.userId === authorId) return { ok: false, code: "letter.own_work" };
  const after = [...given, by.role];
  return { ok: true, complete: needed.every((role) => after.includes(role)) };
}

/** What a bureau may answer about one item. `no_response` is asserted by us, and only when FCRA-8 allows it. */
export const disputeOutcomes = [
  "deleted",
  "deleted_fraud",
  "deleted_expedited",
  "updated",
  "verified",
  "verified_other_updated",
  "frivolous",
  "no_response",
  "rejected_identity",
  "mixed",
] as const;
export type DisputeOutcome = (typeof disputeOutcomes)[number];

/** One reported element at one bureau. */
export const disputeItemStates = [
  "draft",
  "attested",
  "in_round",
  "sent",
  "received",
  "investigating",
  ...disputeOutcomes,
  "resolved",
  "next_round",
  "reinserted",
  "withdrawn",
  "closed",
] as const;
export type DisputeItemState = (typeof disputeItemStates)[number];

/** One mailing to one recipient. */
export const roundStates = [
  "draft",
  "rendered",
  "approved",
  "queued",
  "mailed",
  "delivered",
  "returned",
  "awaiting_result",
  "extended",
  "result_partial",
  "result_recorded",
  "overdue",
  "closed",
] as const;
export type RoundState = (typeof roundStates)[number];

export const letterStates = [
  "rendered",
  "approved",
  "send_requested",
  "accepted_by_mailer",
  "mailed",
  "in_transit",
  "delivered",
  "returned",
  "failed",
  "cancelled",
] as const;
export type LetterState = (typeof letterStates)[number];

/** Equifax, Experian, TransUnion. */
export const bureaus = ["EFX", "EXP", "TUC"] as const;
export type Bureau = (typeof bureaus)[number];

/** `due_in_7`, `due_in_2`, `due_today` and `overdue` are days before and after the last day of an investigation. */
export const roundReminderKinds = ["due_in_7", "due_in_2", "due_today", "overdue", "result_due"] as const;
export type RoundReminderKind = (typeof roundReminderKinds)[number];

/** What a person at dispute has to look at. */
export const disputeTaskKinds = [
  "address_problem",
  "cure_frivolous",
  "no_response_proposed",
  "reinsertion_review",
  "mail_failed",
  "expedited_confirmation",
] as const;
export type DisputeTaskKind = (typeof disputeTaskKinds)[number];

import { z } from "zod";
import { type ActionName, type IntentState, seenState } from "./actions.ts";
import { pageFilter } from "./page-filter.ts";
import { storedText } from "./stored-text.ts";

/** What entries are about: what was asked for, or an event of Horizon's own. */
export type AuditAction =
  | ActionName
  | "approval.approved"
  | "approval.rejected"
  | "access.denied"
  | "session.signIn"
  | "session.signOut"
  | "session.signOutEverywhere";

/** What became of it: a state that an intent came to, or the end of an event that is no intent. */
export type AuditOutcome =
  | Exclude<IntentState, "requested" | "awaiting_approval" | "acting">
  | "approval requested"
  | "denied"
  | "admitted"
  | "ended";

export const auditRow = z.object({
  seq: z.number(),
  at: z.iso.datetime(),
  actor: z.string(),
  actorRole: z.string(),
  /** An AuditAction; old entries may have one that is no longer used. */
  action: z.string(),
  environment: z.string().nullable(),
  target: z.string(),
  reason: z.string(),
  outcome: z.string(),
  intentId: z.string().nullable(),
  seen: seenState.nullable(),
  clientAddress: z.string(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

export const auditFilter = z.strictObject({
  actor: storedText.max(100).optional(),
  action: storedText.max(60).optional(),
  environment: storedText.max(40).optional(),
  target: storedText.max(300).optional(),
  outcome: storedText.max(40).optional(),
  ...pageFilter,
  limit: z.int().min(1).max(500).default(50),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const auditPage = z.object({ rows: z.array(auditRow), nextCursor: z.string().nullable() });
export type AuditPage = z.infer<typeof auditPage>;

export const auditVerification = z.object({
  ok: z.boolean(),
  count: z.number(),
  /** The number that is missing, or whose entry was changed. */
  firstBrokenSeq: z.number().nullable(),
  breach: z.enum(["changed", "missing"]).nullable(),
  checkedAt: z.iso.datetime(),
});
export type AuditVerification = z.infer<typeof auditVerification>;

import { AppError } from "@horizon/errors";
import { type Db, runQuery } from "../db.ts";

export interface Approval {
  readonly intentId: string;
  /** Member who asked. */
  readonly requestedBy: string;
  /** Of what was asked: the decision is for this and nothing else. */
  readonly digest: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly decision: "approved" | "rejected" | "expired" | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly comment: string;
}

export interface NewApproval {
  readonly intentId: string;
  readonly requestedBy: string;
  readonly digest: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}

export interface ApprovalDecision {
  readonly decision: "approved" | "rejected";
  readonly decidedBy: string;
  /** Of what the person was shown. */
  readonly digest: string;
  readonly comment: string;
  readonly now: Date;
}

const columns = {
  intentId: true,
  requestedBy: true,
  digest: true,
  requestedAt: true,
  expiresAt: true,
  decision: true,
  decidedBy: true,
  decidedAt: true,
  comment: true,
} as const;

/** @throws AppError CONFLICT when approval was asked for this intent before. */
export async function requestApproval(db: Db, request: NewApproval): Promise<Approval> {
  const { intentId, requestedBy, digest, requestedAt, expiresAt } = request;
  return runQuery(db, ({ approval }) =>
    approval.create({ data: { intentId, requestedBy, digest, requestedAt, expiresAt }, select: columns }),
  );
}

/** Null when the intent needed no second person. */
export async function findApproval(db: Db, intentId: string): Promise<Approval | null> {
  return runQuery(db, ({ approval }) => approval.findUnique({ where: { intentId }, select: columns }));
}

/** Those of the given intents, to show beside them. */
export async function listApprovals(db: Db, intentIds: readonly string[]): Promise<Approval[]> {
  return runQuery(db, ({ approval }) =>
    approval.findMany({ where: { intentId: { in: [...intentIds] } }, select: columns }),
  );
}

/**
 * Records the second person's word. Of several decisions one wins.
 *
 * @throws AppError NOT_FOUND; FORBIDDEN for the requester; STALE when something else was asked than what the person saw;
 * CONFLICT when decided before; PRECONDITION_FAILED when it expired.
 */
export async function decideApproval(db: Db, intentId: string, given: ApprovalDecision): Promise<Approval> {
  const { decision, decidedBy, digest, comment, now } = given;
  const [decided] = await runQuery(db, ({ approval }) =>
    approval.updateManyAndReturn({
      where: { intentId, digest, decision: null, expiresAt: { gt: now }, requestedBy: { not: decidedBy } },
      data: { decision, decidedBy, decidedAt: now, comment },
      select: columns,
    }),
  );
  if (decided !== undefined) return decided;
  throw refusalOf(await findApproval(db, intentId), given);
}

function refusalOf(approval: Approval | null, { decidedBy, digest }: ApprovalDecision): AppError {
  if (approval === null) return new AppError("NOT_FOUND", "No approval was asked for.");
  if (approval.requestedBy === decidedBy) {
    return new AppError("FORBIDDEN", "A second person must decide: you asked for it yourself.");
  }
  if (approval.decision === "approved" || approval.decision === "rejected") {
    return new AppError("CONFLICT", `It was ${approval.decision} already.`);
  }
  if (approval.digest !== digest) {
    return new AppError("STALE", "What was asked is not what you were shown. Look again.");
  }
  return new AppError("PRECONDITION_FAILED", "The request for approval expired.");
}

/** Closes undecided requests whose time is over; returns their intents. Each is returned to one caller only. */
export async function expireApprovals(db: Db, now: Date): Promise<{ intentId: string }[]> {
  return runQuery(db, ({ approval }) =>
    approval.updateManyAndReturn({
      where: { decision: null, expiresAt: { lte: now } },
      data: { decision: "expired", decidedAt: now },
      select: { intentId: true },
    }),
  );
}

/** Undecided and not expired, the first to expire first. */
export async function listPendingApprovals(db: Db, now: Date): Promise<Approval[]> {
  return runQuery(db, ({ approval }) =>
    approval.findMany({
      where: { decision: null, expiresAt: { gt: now } },
      orderBy: [{ expiresAt: "asc" }, { intentId: "asc" }],
      select: columns,
    }),
  );
}

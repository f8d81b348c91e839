import { createHash } from "node:crypto";

/** Whoever can come in: a member of staff, or an API client. */
export interface AccessSubject {
  /** A UUID. */
  readonly id: string;
  readonly kind: "staff" | "client";
  /** Null for clients. */
  readonly role: string | null;
  /** Empty for staff: their role says it. */
  readonly scopes: readonly string[];
  readonly isActive: boolean;
  readonly hasSecondFactor: boolean;
  /** Newest sign-in that is still on record; null when there is none. */
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  /** Address ranges that a client is bound to. */
  readonly allowedAddresses: readonly string[];
}

export const accessConcerns = ["no_second_factor", "dormant", "admin", "any_address"] as const;
export type AccessConcern = (typeof accessConcerns)[number];

/** Sign-ins are kept for thirty days: whoever has none in them is dormant. */
const dormantAfterMs = 30 * 24 * 60 * 60_000;

/** What a reviewer has to answer for, of somebody who can come in (GLB-3). Whoever cannot is no concern. */
export function listConcerns(subject: AccessSubject, now: Date): AccessConcern[] {
  if (!subject.isActive) return [];
  if (subject.kind === "client") return subject.allowedAddresses.length === 0 ? ["any_address"] : [];
  const since = subject.lastSignInAt ?? subject.createdAt;
  const found: Record<AccessConcern, boolean> = {
    no_second_factor: !subject.hasSecondFactor,
    dormant: now.getTime() - since.getTime() > dormantAfterMs,
    admin: subject.role === "admin",
    any_address: false,
  };
  return accessConcerns.filter((concern) => found[concern]);
}

/** Names exactly what was reviewed: who can come in, and as what. Who signed in meanwhile does not matter. */
export function digestAccess(subjects: readonly AccessSubject[]): string {
  const rows = subjects
    .filter(({ isActive }) => isActive)
    .map(({ id, role, scopes, allowedAddresses }) =>
      JSON.stringify([id, role, [...scopes].sort(), [...allowedAddresses].sort()]),
    )
    .sort();
  return createHash("sha256").update(rows.join("\n")).digest("hex");
}

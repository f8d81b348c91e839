import { createHmac } from "node:crypto";
import type { Db } from "@horizon/db";
import { claimIdempotencyKey, storeIdempotentAnswer } from "@horizon/db/backend";
import { commonProblems } from "../../platform/problems.ts";
import type { AuthContext } from "./context.ts";

interface Wish {
  readonly principal: string;
  readonly operation: string;
  readonly key: string | null;
  /** What makes it the same wish, without its secrets. */
  readonly request: readonly unknown[];
}

/**
 * For routes whose request or answer holds a secret, which the platform's own store must not keep.
 *
 * @returns what was kept of the first answer to this wish, or null when it is new.
 * @throws ProblemError idempotency.in_progress, idempotency.mismatch
 */
export async function recallAnswer(
  { env }: AuthContext,
  tx: Db,
  wish: Wish,
): Promise<{ readonly kept: unknown } | null> {
  const stored = await claimIdempotencyKey(tx, "auth", scopeOf(wish));
  if (stored === null) return null;
  if (stored === "busy") {
    throw commonProblems.problem("idempotency.in_progress", { headers: { "retry-after": "1" } });
  }
  if (stored.requestHash !== hashWish(env.SERVICE_TOKEN_SECRET, wish)) {
    throw commonProblems.problem("idempotency.mismatch");
  }
  return { kept: stored.body };
}

/** Keeps `storable` of the answer. In the transaction of the effect. */
export async function keepAnswer(
  { env }: AuthContext,
  tx: Db,
  wish: Wish,
  { status, storable }: { status: number; storable: unknown },
): Promise<void> {
  const requestHash = hashWish(env.SERVICE_TOKEN_SECRET, wish);
  await storeIdempotentAnswer(tx, "auth", scopeOf(wish), {
    requestHash,
    status,
    headers: {},
    body: storable,
  });
}

function scopeOf({ principal, operation, key }: Wish) {
  return { principal, operation, key: key ?? "" };
}

function hashWish(secret: string, { request }: Wish): string {
  return createHmac("sha256", secret).update(JSON.stringify(request)).digest("hex");
}

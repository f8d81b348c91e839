import { createHmac } from "node:crypto";
import { changeThrottles, forgiveThrottles } from "@horizon/db/auth";
import { commonProblems } from "../../platform/problems.ts";
import type { AuthContext } from "./context.ts";
import { deriveKey } from "./domain/keyring.ts";
import { addFailure, type ThrottleKind, throttlePolicies, waitMsOf } from "./domain/login-throttle.ts";

export interface Throttled {
  readonly kind: ThrottleKind;
  /** What is counted: an address, an account, both. Kept as a keyed hash. */
  readonly value: string;
  /** False counts without holding up. */
  readonly enforced?: boolean;
}

export interface Attempt {
  /** It was right: forgets the failures of the account, and takes this one off the address. */
  readonly succeed: () => Promise<void>;
}

/**
 * Counts a try as failed before it is judged, so that a thousand at the same moment are a thousand.
 *
 * @throws ProblemError rate.limited when one must wait.
 */
export async function takeAttempt(
  { db, now, env }: Pick<AuthContext, "db" | "now" | "env">,
  throttled: readonly Throttled[],
): Promise<Attempt> {
  const secret = deriveKey(env.AUTH_KEYS, env.AUTH_KEYS.currentId, "throttle-key");
  const named = throttled.map(({ kind, value, enforced = true }) => ({
    kind,
    enforced,
    key: createHmac("sha256", secret).update(`${kind}\n${value}`).digest("base64url"),
  }));
  const keys = named.map(({ key }) => key);
  let waitMs = 0;
  await changeThrottles(db, keys, now(), (rows) => {
    const waits = named.map(({ key, enforced }) => (enforced ? waitMsOf(rows.get(key) ?? null, now()) : 0));
    waitMs = Math.max(0, ...waits);
    if (waitMs > 0) return [];
    return named.map(({ key, kind }) => ({
      key,
      ...addFailure(rows.get(key) ?? null, throttlePolicies[kind], now()),
    }));
  });
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1_000);
    throw commonProblems.problem("rate.limited", {
      detail: `Too many tries. Wait ${seconds} s.`,
      headers: { "retry-after": `${seconds}` },
      members: { retry_after_seconds: seconds },
    });
  }
  // One good sign-in must not let an address forget its bad ones against others.
  const keysOf = (wanted: (kind: ThrottleKind) => boolean) =>
    named.filter(({ kind }) => wanted(kind)).map(({ key }) => key);
  return {
    succeed: () =>
      forgiveThrottles(db, {
        cleared: keysOf((kind) => kind !== "address"),
        lowered: keysOf((kind) => kind === "address"),
      }),
  };
}

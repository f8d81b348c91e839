import type { Db } from "@horizon/db";
import {
  listTotpFactors,
  resealTotpSecret,
  type TotpFactor,
  useRecoveryCode,
  useTotpStep,
} from "@horizon/db/auth";
import { z } from "zod";
import type { UserPrincipal } from "../../platform/access-token.ts";
import { commonProblems } from "../../platform/problems.ts";
import type { AuthContext } from "./context.ts";
import { hashRecoveryCode } from "./domain/recovery-codes.ts";
import { needsReseal, open, seal } from "./domain/seal.ts";
import { stepUpLifetimeMs } from "./domain/session-policy.ts";
import { findTotpStep } from "./domain/totp.ts";

/** Members of a body in which one second factor is shown; refine it with `isOneFactor`. */
export const factorFields = {
  code: z.string().max(20).optional().describe("Six digits of the authenticator app; each is good once"),
  recovery_code: z.string().max(60).optional().describe("One of the ten recovery codes; each is good once"),
} as const;

/** How a second factor is shown: a code of the app, or one of the recovery codes. */
export interface ShownFactor {
  readonly code?: string | undefined;
  readonly recovery_code?: string | undefined;
}

export function isOneFactor({ code, recovery_code }: ShownFactor): boolean {
  return (code === undefined) !== (recovery_code === undefined);
}

/** The place in which a factor's secret is sealed. */
export function totpPlace(factorId: string): string {
  return `totp_factor|${factorId}`;
}

export async function listConfirmedFactors(db: Db, userId: string): Promise<TotpFactor[]> {
  return (await listTotpFactors(db, userId)).filter(({ confirmedAt }) => confirmedAt !== null);
}

/**
 * Uses up what was shown. In a transaction, after the user's row was locked.
 *
 * @returns how it was proven, or null when it is not right.
 */
export async function useSecondFactor(
  { env, now }: AuthContext,
  tx: Db,
  userId: string,
  { code, recovery_code }: ShownFactor,
): Promise<"totp" | "recovery_code" | null> {
  if (recovery_code !== undefined) {
    const hash = hashRecoveryCode(recovery_code);
    return hash !== null && (await useRecoveryCode(tx, userId, hash, now())) ? "recovery_code" : null;
  }
  for (const { id, sealedSecret, lastStep } of await listConfirmedFactors(tx, userId)) {
    const secret = open(env.AUTH_KEYS, sealedSecret, totpPlace(id));
    const step = findTotpStep(secret, code ?? "", now(), lastStep);
    if (step === null || !(await useTotpStep(tx, id, step))) continue;
    if (needsReseal(env.AUTH_KEYS, sealedSecret)) {
      await resealTotpSecret(tx, id, seal(env.AUTH_KEYS, secret, totpPlace(id)));
    }
    return "totp";
  }
  return null;
}

/** The `amr` of a session in which it was shown (RFC 8176; `rec` is ours). */
export function amrOf(method: "totp" | "recovery_code"): string[] {
  return ["pwd", method === "totp" ? "otp" : "rec"];
}

/** @throws ProblemError auth.step_up_required unless it was shown in the last five minutes. */
export function requireFreshFactor({ steppedUpAt }: UserPrincipal, now: Date): void {
  if (steppedUpAt !== null && now.getTime() - steppedUpAt.getTime() <= stepUpLifetimeMs) return;
  throw commonProblems.problem("auth.step_up_required");
}

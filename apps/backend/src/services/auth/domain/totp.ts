import { generateSecret, generateURI, verifySync } from "otplib";

const periodSeconds = 30;
const codeForm = /^\d{6}$/;

/** 160 random bits in base32. */
export function createTotpSecret(): string {
  return generateSecret({ length: 20 });
}

/** What an authenticator app scans. */
export function totpUri(secret: string, label: string): string {
  return generateURI({ issuer: "Horizon", label, secret });
}

/**
 * The time step of a good code, one step early or late included; null for a wrong one, and for one of `lastStep` or
 * before: a code is good once (RFC 6238 §5.2). Store the step at once.
 */
export function findTotpStep(
  secret: string,
  code: string,
  now: Date,
  lastStep: number | null,
): number | null {
  if (!codeForm.test(code)) return null;
  const result = verifySync({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / 1_000),
    epochTolerance: periodSeconds,
  });
  if (!result.valid || !("timeStep" in result)) return null;
  return lastStep !== null && result.timeStep <= lastStep ? null : result.timeStep;
}

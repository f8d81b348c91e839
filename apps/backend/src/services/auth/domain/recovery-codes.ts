import { randomBytes } from "node:crypto";
import { hashSecretToken } from "./secret-token.ts";

const recoveryCodeCount = 10;
/** Without letters and digits that look alike (Crockford). */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const symbols = 24;
const code = /^[0-9A-HJKMNP-TV-Z]{24}$/;

/** Ten codes of 120 bits, written as six groups of four. */
export function createRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const drawn = [...randomBytes(symbols)].map((byte) => alphabet[byte % alphabet.length]).join("");
    return drawn.replace(/.{4}(?=.)/g, "$&-");
  });
}

/** What is stored and looked for; null for what cannot be a code. Case, spaces and dashes do not matter. */
export function hashRecoveryCode(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return code.test(plain) ? hashSecretToken(plain) : null;
}

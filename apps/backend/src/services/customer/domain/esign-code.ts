import { createHash, createHmac } from "node:crypto";

/** 32 letters and digits without those that look alike. */
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** The code in the PDF of a challenge: derived from its id, so that nobody has to store it. 60 bits. */
export function esignCodeOf(secret: string, challengeId: string): string {
  const digest = createHmac("sha256", secret).update(`esign-code|${challengeId}`).digest();
  const letters = [...digest.subarray(0, 12)].map((byte) => alphabet[byte % alphabet.length]).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

/** SHA-256, hexadecimal, of a code as people type it: without regard to case, dashes and spaces. */
export function hashEsignCode(code: string): string {
  return createHash("sha256")
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ""))
    .digest("hex");
}

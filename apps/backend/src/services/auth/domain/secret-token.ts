import { createHash, randomBytes } from "node:crypto";

/** 256 random bits in 43 characters: for links, tickets, refresh tokens and client secrets. */
export function createSecretToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of such a token: SHA-256 in hex. It is random enough that a slow hash would add nothing. */
export function hashSecretToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

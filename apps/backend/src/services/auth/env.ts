import { z } from "zod";
import { baseEnv, databaseEnv, parseEnv } from "../../platform/env.ts";
import { parseKeyring } from "./domain/keyring.ts";

const keyring = z.string().transform((text, context) => {
  try {
    return parseKeyring(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : "is no keyring" });
    return z.NEVER;
  }
});
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, ""));

const keysAndPortal = {
  ...databaseEnv,
  /**
   * Master keys, `<id>:<32 bytes in base64url>`, comma between them, the current one first. Older ones stay until nothing
   * is left that was written with them: passwords are hashed anew at sign-in, secrets sealed anew when they are used.
   */
  AUTH_KEYS: keyring,
  /** Where the links in e-mails lead. The token is in the fragment, which browsers do not send. */
  PORTAL_URL: httpUrl.default("https://my.horizon.example"),
} as const;

const authEnv = {
  ...baseEnv,
  ...keysAndPortal,
  /** The gateway, as partners reach it. */
  PUBLIC_URL: httpUrl.default("https://api.horizon.example"),
  /** Argon2 computations at once in this process; as many as there are cores when left out. */
  HASH_CONCURRENCY: z.coerce.number().int().min(1).max(64).optional(),
  /** How many may wait for one; the next is told to come back. */
  HASH_WAITING_MAX: z.coerce.number().int().min(0).max(10_000).default(50),
  /** How far hashing gives way to the rest of the process, as in nice(1): 0 not at all, 19 as far as can be. */
  HASH_NICENESS: z.coerce.number().int().min(0).max(19).default(19),
  /** How long one may wait before being told the same. Well below the time that the gateway gives an answer. */
  HASH_WAIT_MAX_MS: z.coerce.number().int().min(1).max(60_000).default(5_000),
} as const;

export type AuthEnv = ReturnType<typeof parseAuthEnv>;

export function parseAuthEnv(source?: Readonly<Record<string, string | undefined>>) {
  return parseEnv(authEnv, source);
}

/** Of the command that makes a member of staff. */
export function parseStaffEnv(source?: Readonly<Record<string, string | undefined>>) {
  return parseEnv({ ...keysAndPortal, STAFF_PASSWORD: z.string().min(8).max(128).optional() }, source);
}

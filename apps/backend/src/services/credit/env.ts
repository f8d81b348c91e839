import { z } from "zod";
import { baseEnv, databaseEnv, parseEnv } from "../../platform/env.ts";
import { objectStoreEnv } from "../../platform/object-store.ts";

/** `id:base64url,id:base64url` of 32 bytes each; the first seals what is new, all open what is old. */
const keyring = z.string().transform((text, issues) => {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(",")) {
    const [, id, encoded] = /^([a-z0-9-]{1,16}):([A-Za-z0-9_-]{43})$/.exec(entry.trim()) ?? [];
    if (id === undefined || encoded === undefined || keys.has(id)) {
      issues.addIssue({ code: "custom", message: "must be id:key pairs, each key 32 bytes in base64url" });
      return z.NEVER;
    }
    keys.set(id, Buffer.from(encoded, "base64url"));
  }
  return keys;
});

const creditEnv = {
  ...baseEnv,
  ...databaseEnv,
  ...objectStoreEnv,
  /** Seals the data keys of report files. */
  REPORT_KEYRING: keyring,
} as const;

export type CreditEnv = z.infer<z.ZodObject<typeof creditEnv>>;

export function parseCreditEnv(source?: Readonly<Record<string, string | undefined>>): CreditEnv {
  return parseEnv(creditEnv, source);
}

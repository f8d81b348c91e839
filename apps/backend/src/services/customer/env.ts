import { z } from "zod";
import { baseEnv, databaseEnv, parseEnv } from "../../platform/env.ts";
import { objectStoreEnv } from "../../platform/object-store.ts";

/** 32 bytes in base64. */
const key = z
  .string()
  .transform((text) => Buffer.from(text, "base64"))
  .refine((bytes) => bytes.length === 32, "must be 32 bytes in base64");

/** `id:base64,id:base64`; the first one wraps what is new. */
const localKeys = z.string().transform((text, issues) => {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(",")) {
    const [id = "", encoded = ""] = entry.split(":");
    const bytes = Buffer.from(encoded, "base64");
    if (id === "" || bytes.length !== 32) {
      issues.addIssue({ code: "custom", message: "must be id:base64 pairs of 32 bytes each" });
      return z.NEVER;
    }
    keys.set(id, bytes);
  }
  return keys;
});

const customerEnv = {
  ...baseEnv,
  ...databaseEnv,
  ...objectStoreEnv,
  /** Where the keys of personal data live. `local` is for one's own machine: production refuses it. */
  KMS_PROVIDER: z.enum(["aws", "local"]).default("aws"),
  KMS_REGION: z.string().min(1).default("us-east-1"),
  KMS_ENDPOINT: z.url().optional(),
  KMS_KEY_ID: z.string().min(1).optional(),
  KMS_MAC_KEY_ID: z.string().min(1).optional(),
  LOCAL_KMS_KEYS: localKeys.optional(),
  LOCAL_KMS_MAC_KEY: key.optional(),
  /** Printed in contracts. */
  COMPANY_NAME: z.string().min(1).default("Horizon Credit Repair, Inc."),
  COMPANY_ADDRESS: z.string().min(10).default("100 Market Street, Denver, CO 80202"),
} as const;

export type CustomerEnv = z.infer<z.ZodObject<typeof customerEnv>>;

export function parseCustomerEnv(
  source: Readonly<Record<string, string | undefined>> = process.env,
): CustomerEnv {
  const env = parseEnv(customerEnv, source);
  if (env.KMS_PROVIDER === "local" && env.NODE_ENV === "production") {
    throw new Error("Settings are not valid. KMS_PROVIDER: local keys are refused in production");
  }
  const needed =
    env.KMS_PROVIDER === "aws"
      ? (["KMS_KEY_ID", "KMS_MAC_KEY_ID"] as const)
      : (["LOCAL_KMS_KEYS", "LOCAL_KMS_MAC_KEY"] as const);
  const missing = needed.filter((name) => env[name] === undefined);
  if (missing.length > 0) throw new Error(`Settings are not valid. ${missing.join(", ")}: required`);
  return env;
}

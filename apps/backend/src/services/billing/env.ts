import { z } from "zod";
import { baseEnv, databaseEnv, parseEnv } from "../../platform/env.ts";

const billingEnv = {
  ...baseEnv,
  ...databaseEnv,
  STRIPE_API_KEY: z.string().min(1),
  /** Signs the provider's events. */
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  /** Where the provider's API is, when it is not Stripe's own address. */
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** What one person of billing may give back without an admin. */
  REFUND_LIMIT_CENTS: z.coerce.number().int().min(0).default(20_000),
} as const;

export type BillingEnv = ReturnType<typeof parseBillingEnv>;

export function parseBillingEnv(source?: Readonly<Record<string, string | undefined>>) {
  return parseEnv(billingEnv, source);
}

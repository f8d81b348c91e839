import { z } from "zod";
import { baseEnv, databaseEnv, parseEnv } from "../../platform/env.ts";

const key = z
  .base64()
  .transform((text) => Buffer.from(text, "base64"))
  .refine((bytes) => bytes.length === 32, "must be 32 bytes in base64");

const notificationEnv = {
  ...baseEnv,
  ...databaseEnv,
  EMAIL_FROM: z.string().min(3).default("Horizon Credit Repair <no-reply@mail.horizon.example>"),
  /** In every marketing e-mail (MAIL-1). */
  POSTAL_ADDRESS: z.string().min(10).default("Horizon Credit Repair, 100 Main Street, Springfield, IL 62701"),
  PORTAL_URL: z.url().default("https://portal.horizon.example"),
  /** Where customers reach the API: one-click unsubscribe points there. */
  PUBLIC_API_URL: z.url().default("https://api.horizon.example"),
  SES_REGION: z.string().default("us-east-1"),
  SES_ENDPOINT: z.url().optional(),
  /** Both or neither: without them the SDK finds the pod's own role. */
  SES_ACCESS_KEY_ID: z.string().min(1).optional(),
  SES_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  /** Topics whose notifications are believed, separated by commas. */
  SNS_TOPIC_ARNS: z
    .string()
    .default("")
    .transform((text) => text.split(",").filter((arn) => arn !== "")),
  /** Whence signing certificates are taken, when it is not Amazon's own host. */
  SNS_CERTIFICATE_ORIGIN: z.url().optional(),
  /** Seals webhook secrets, and hashes addresses and unsubscribe links. */
  NOTIFICATION_KEY: key,
  /** Lets webhooks go to this machine; for tests and the lab. Never in production. */
  WEBHOOKS_TO_LOOPBACK: z.stringbool().default(false),
} as const;

export type NotificationEnv = ReturnType<typeof parseNotificationEnv>;

export function parseNotificationEnv(source?: Readonly<Record<string, string | undefined>>) {
  const env = parseEnv(notificationEnv, source);
  if (env.NODE_ENV === "production" && env.WEBHOOKS_TO_LOOPBACK) {
    throw new Error("Settings are not valid. WEBHOOKS_TO_LOOPBACK: is not for production");
  }
  return env;
}

import { z } from "zod";
import { baseEnv, parseEnv } from "../../platform/env.ts";

const perMinute = (fallback: number) => z.coerce.number().int().min(1).max(1_000_000).default(fallback);

const gatewayEnv = {
  ...baseEnv,
  /** Limits are shared by all gateways when it is set; without it each counts for itself. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Whether REDIS_URL is one server, or leads to a cluster whose nodes each hold a part of the keys. */
  REDIS_MODE: z.enum(["single", "cluster"]).default("single"),
  /** Requests a minute of one person or API client. */
  RATE_LIMIT_PRINCIPAL: perMinute(600),
  /** Of one address that sends no token. */
  RATE_LIMIT_ADDRESS: perMinute(120),
  /** Of one address to sign-in, registration and tokens. */
  RATE_LIMIT_AUTH: perMinute(30),
  /** Browser origins that may call, separated by commas. */
  CORS_ORIGINS: z
    .string()
    .default("")
    .transform((text) => text.split(",").map((origin) => origin.trim()))
    .transform((origins) => origins.filter((origin) => origin !== "")),
  REPLY_TIMEOUT_MS: z.coerce.number().int().min(100).default(10_000),
  UPLOAD_TIMEOUT_MS: z.coerce.number().int().min(100).default(60_000),
  /** Requests at work at one service; more wait for nobody and are told so. */
  UPSTREAM_CONCURRENCY: z.coerce.number().int().min(1).default(128),
  /** How long a service that failed is left alone. */
  BREAKER_RESET_MS: z.coerce.number().int().min(100).default(5_000),
} as const;

export type GatewayEnv = ReturnType<typeof parseGatewayEnv>;

export function parseGatewayEnv(source?: Readonly<Record<string, string | undefined>>) {
  return parseEnv(gatewayEnv, source);
}

import { z } from "zod";

const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, ""));

/** Settings that every service has; a service adds its own to this shape. */
export const baseEnv = {
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("0.0.0.0"),
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  /** How long readiness fails before connections close: longer than the load balancer's probe period. */
  DRAIN_DELAY_MS: z.coerce.number().int().min(0).max(60_000).default(0),
  /** Express "trust proxy": whose X-Forwarded-For names the client's address. */
  TRUSTED_PROXIES: z.string().default("loopback, uniquelocal"),
  /** Signs the tokens by which services know each other, and page cursors. The same in all of them. */
  SERVICE_TOKEN_SECRET: z.string().min(32, "must have at least 32 characters"),
  /** `iss` of access tokens. */
  TOKEN_ISSUER: z.string().min(1).default("https://auth.horizon.example"),
  JWKS_URL: httpUrl.default("http://auth-service/.well-known/jwks.json"),
  AUTH_URL: httpUrl.default("http://auth-service"),
  CUSTOMER_URL: httpUrl.default("http://customer-service"),
  CREDIT_URL: httpUrl.default("http://credit-service"),
  DISPUTE_URL: httpUrl.default("http://dispute-service"),
  BILLING_URL: httpUrl.default("http://billing-service"),
  NOTIFICATION_URL: httpUrl.default("http://notification-service"),
  /** Tells the business date in rehearsals; without it, it is the system's. Never in production. */
  BUSINESS_CLOCK_URL: httpUrl.optional(),
} as const;

/** Of every service that keeps data. */
export const databaseEnv = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(100).default(5),
} as const;

export type BaseEnv = z.infer<z.ZodObject<typeof baseEnv>>;
export type DatabaseEnv = z.infer<z.ZodObject<typeof databaseEnv>>;

/** Parses the settings of a process; throws an Error that names every wrong variable and prints no value. */
export function parseEnv<S extends z.ZodRawShape>(
  shape: S,
  source: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<z.ZodObject<S>> {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = z.object(shape).safeParse(present);
  const problems = result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  if (present.BUSINESS_CLOCK_URL !== undefined && (present.NODE_ENV ?? "production") === "production") {
    problems.push("BUSINESS_CLOCK_URL: is for rehearsals; production keeps the system's time");
  }
  if (result.success && problems.length === 0) return result.data;
  throw new Error(`Settings are not valid. ${problems.join("; ")}`);
}

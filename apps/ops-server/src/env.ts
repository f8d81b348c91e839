import { sessionSecrets } from "@horizon/contracts";
import { z } from "zod";

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** The console encrypts session cookies with it; both sides must hold the same. Two during a rotation. */
  NEXTAUTH_SECRET: sessionSecrets,
  /** Made an admin by the worker while there is none: the way into a new installation. */
  FIRST_ADMIN_EMAIL: z.email().optional(),
  /** The only origin from which a browser may change anything. */
  CONSOLE_ORIGIN: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
  CLUSTERS_FILE: z.string().min(1),
  /** Shown on every page of the console, e.g. that the estate is a simulation. */
  BANNER: z.string().max(300).optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  /** How long readiness fails before connections close: longer than the load balancer's probe period. */
  DRAIN_DELAY_MS: z.coerce.number().int().min(0).max(60_000).default(0),
  /** Express "trust proxy": whose X-Forwarded-For names the client's address. */
  TRUSTED_PROXIES: z.string().default("loopback"),
  /** Open live views of one member; a bench opens more. */
  STREAMS_PER_MEMBER: z.coerce.number().int().min(1).default(16),
  STREAMS_PER_PROCESS: z.coerce.number().int().min(1).default(2_000),
});

export type OpsEnv = z.infer<typeof schema>;

/** Reads the settings of both processes; throws an Error that names every wrong variable and prints no value. */
export function parseEnv(source: NodeJS.ProcessEnv = process.env): OpsEnv {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Settings are not valid. ${problems.join("; ")}`);
}

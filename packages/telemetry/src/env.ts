import { z } from "zod";

const flag = z.stringbool().default(false);

const telemetryEnv = z.object({
  /** Whether spans are made and sent to the Datadog agent at DD_AGENT_HOST. */
  DD_TRACE_ENABLED: flag,
  /** Where failures are reported; nothing is without it. It holds the right to write reports, so it is a secret. */
  SENTRY_DSN: z.url({ protocol: /^https?$/ }).optional(),
  DD_ENV: z.string().min(1).default("development"),
  /** The digest of the image, or the commit: what a failure is compared by. */
  DD_VERSION: z.string().min(1).optional(),
});

export type TelemetryEnv = z.infer<typeof telemetryEnv>;

/** @throws Error that names every wrong variable and prints no value. */
export function parseTelemetryEnv(source: Readonly<Record<string, string | undefined>> = process.env) {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = telemetryEnv.safeParse(present);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`Settings of telemetry are not valid. ${problems.join("; ")}`);
}

/** Sets what nobody has set, for a library that reads its settings itself. */
export function defaultEnv(settings: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}

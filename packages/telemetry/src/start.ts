import { parseTelemetryEnv } from "./env.ts";

/**
 * The first import of a process, before anything that is to be traced is loaded. Without its settings it loads nothing
 * but them.
 */
const env = parseTelemetryEnv();
if (env.DD_TRACE_ENABLED) await import("./start-tracing.ts");
if (env.SENTRY_DSN !== undefined) {
  const { startFailureReports } = await import("./failure-reports.ts");
  startFailureReports({ ...env, SENTRY_DSN: env.SENTRY_DSN });
}

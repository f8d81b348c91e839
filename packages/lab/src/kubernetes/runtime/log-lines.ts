import type { PodBehaviour } from "./behaviour-rules.ts";
import { createSeededRandom, seedOf } from "./seeded-random.ts";

/** One instance of a container: what its lines depend on. */
export interface LoggedContainer {
  app: string;
  version: string;
  pod: string;
  container: string;
  startedMs: number;
  behaviour: PodBehaviour;
}

interface LogProfile {
  /** Lines in a second, on average. */
  rate: number;
  p95Ms: number;
  operations: readonly string[];
}

const PROFILES: Record<string, LogProfile> = {
  "api-gateway": {
    rate: 4,
    p95Ms: 180,
    operations: ["GET /v1/customers/:id", "GET /v1/reports", "POST /v1/disputes", "GET /v1/invoices"],
  },
  "auth-service": {
    rate: 2,
    p95Ms: 90,
    operations: ["POST /sessions", "POST /tokens/refresh", "GET /sessions/current"],
  },
  "customer-service": {
    rate: 1.5,
    p95Ms: 120,
    operations: ["GET /customers/:id", "PATCH /customers/:id", "GET /customers/:id/plan"],
  },
  "credit-service": {
    rate: 1.5,
    p95Ms: 420,
    operations: ["GET /reports/:id", "POST /reports/pull", "GET /scores/:id"],
  },
  "dispute-service": {
    rate: 1,
    p95Ms: 260,
    operations: ["POST /disputes", "GET /disputes/:id", "POST /disputes/:id/letters"],
  },
  "billing-service": {
    rate: 0.8,
    p95Ms: 210,
    operations: ["POST /charges", "GET /invoices/:id", "POST /refunds"],
  },
  "notification-service": { rate: 0.8, p95Ms: 150, operations: ["SEND email", "SEND sms", "SEND push"] },
  "worker-service": {
    rate: 1.5,
    p95Ms: 900,
    operations: ["JOB report.refresh", "JOB dispute.follow-up", "JOB invoice.issue"],
  },
};
const DEFAULT_PROFILE: LogProfile = { rate: 0.5, p95Ms: 120, operations: ["GET /", "GET /items/:id"] };
const POOLER_INTERVAL_MS = 20_000;

export function logProfile(app: string): LogProfile {
  return PROFILES[app] ?? DEFAULT_PROFILE;
}

/** Mean time between two lines of a container. */
export function lineIntervalMs({ app, container, behaviour }: LoggedContainer): number {
  if (container === "pgbouncer") return POOLER_INTERVAL_MS;
  return 1000 / (behaviour.logLinesPerSecond ?? logProfile(app).rate);
}

/** When line `index` was written: evenly spread, moved within its own interval, so that order never changes. */
export function lineTimeMs(source: LoggedContainer, index: number): number {
  const interval = lineIntervalMs(source);
  const shift = createSeededRandom(seedOf(source.pod, source.container, index, "time"))();
  return Math.round(source.startedMs + (index + shift * 0.9) * interval);
}

/** The text of line `index`: it depends on the container and the index alone, so nothing is kept. */
export function lineText(source: LoggedContainer, index: number): string {
  return source.container === "pgbouncer" ? poolerLine(source, index) : requestLine(source, index);
}

/** What a crashing process says last. */
export function crashText(source: LoggedContainer, timeMs: number): string {
  const { app, version, behaviour } = source;
  const message =
    behaviour.crash?.reason === "OOMKilled"
      ? "heap limit reached: allocation failed"
      : "unhandled error during start: configuration value REPORT_TIMEOUT_MS is not a number";
  return JSON.stringify({
    level: "fatal",
    time: new Date(timeMs).toISOString(),
    service: app,
    version,
    message,
  });
}

function requestLine(source: LoggedContainer, index: number): string {
  const { app, version, behaviour } = source;
  const { operations, p95Ms } = logProfile(app);
  const time = new Date(lineTimeMs(source, index)).toISOString();
  if (index === 0)
    return JSON.stringify({ level: "info", time, service: app, version, message: "listening", port: 3000 });
  const random = createSeededRandom(seedOf(source.pod, source.container, index));
  const traceId = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
  const operation = operations[Math.floor(random() * operations.length)] ?? "GET /";
  const failed = random() < (behaviour.errorRate ?? 0.002);
  // A p95 at three times the median, as an exponential tail has it.
  const durationMs = Math.max(
    1,
    Math.round((-Math.log(1 - random() * 0.999) * (behaviour.latencyP95Ms ?? p95Ms)) / 3),
  );
  const status = failed ? (random() < 0.7 ? 500 : 503) : operation.startsWith("POST") ? 201 : 200;
  const slow = durationMs > p95Ms * 2;
  return JSON.stringify({
    level: failed ? "error" : slow ? "warn" : "info",
    time,
    service: app,
    version,
    message: failed ? "request failed" : slow ? "slow request" : "request completed",
    route: operation,
    status,
    durationMs,
    traceId,
  });
}

function poolerLine(source: LoggedContainer, index: number): string {
  const random = createSeededRandom(seedOf(source.pod, source.container, index));
  const stamp = new Date(lineTimeMs(source, index)).toISOString().replace("T", " ").replace("Z", "");
  if (index === 0) return `${stamp} UTC [1] LOG process up: PgBouncer 1.24.1, libevent 2.1.12 (epoll)`;
  const queries = Math.round(20 + random() * 60);
  const microseconds = Math.round(400 + random() * 2_000);
  return `${stamp} UTC [1] LOG stats: ${queries} xacts/s, ${queries} queries/s, 0 client parses/s, in ${queries * 210} B/s, out ${queries * 640} B/s, xact ${microseconds} us, query ${microseconds} us, wait ${Math.round(random() * 90)} us`;
}

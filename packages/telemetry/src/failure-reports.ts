import { hostname } from "node:os";
import { type Failure, failures } from "@horizon/errors/failures";
import { createStackParser, createTransport, type StackFrame } from "@sentry/core";
import { nodeStackLineParser, ServerRuntimeClient } from "@sentry/core/server";
import { causesOf } from "./causes-of.ts";
import { currentTraceId } from "./current-trace.ts";
import type { TelemetryEnv } from "./env.ts";
import { scrubText } from "./scrub-text.ts";

const parseStack = createStackParser(nodeStackLineParser());
/** An outage fails every request; a hundred reports say no more than thirty. */
const mostPerMinute = 30;
const flushMs = 2_000;
const sendTimeoutMs = 5_000;

/**
 * Reports what is announced as a failure to Sentry: kinds, places in the code, ids and scrubbed messages. Never sent:
 * bodies, headers, addresses, variables, log lines, names of people.
 */
export function startFailureReports(env: TelemetryEnv & { SENTRY_DSN: string }): void {
  const client = new ServerRuntimeClient({
    dsn: env.SENTRY_DSN,
    environment: env.DD_ENV,
    ...(env.DD_VERSION ? { release: env.DD_VERSION } : {}),
    serverName: hostname(),
    platform: "node",
    runtime: { name: "node", version: process.version },
    integrations: [],
    stackParser: parseStack,
    transport: (options) => createTransport(options, (request) => send(options.url, request.body)),
  });
  client.init();
  let minute = 0;
  let reported = 0;
  const report = ({ component, message, error, ids, browserRelease }: Failure) => {
    const now = Math.floor(Date.now() / 60_000);
    reported = now === minute ? reported + 1 : 1;
    minute = now;
    if (reported > mostPerMinute) return;
    client.captureEvent({
      level: "error",
      logger: component,
      message: scrubText(message),
      tags: { component, traceId: currentTraceId(), ...ids },
      // Sentry wants the innermost first.
      exception: { values: causesOf(error).reverse().map(exceptionOf) },
      // Its scripts are then looked up among the source maps of its own release.
      ...(browserRelease === undefined
        ? {}
        : { platform: "javascript", release: browserRelease, contexts: { runtime: { name: "browser" } } }),
    });
  };
  failures.subscribe((failure) => report(failure as Failure));
  process.once("uncaughtException", (error) => {
    report({ component: "process", message: "uncaught exception", error, ids: {} });
    console.error(error);
    // As without us the process ends with code 1, but after its last words were sent.
    const end = () => process.exit(1);
    client.flush(flushMs).then(end, end);
  });
  process.once("beforeExit", () => void client.flush(flushMs));
}

function exceptionOf(error: Error) {
  return {
    type: error.name,
    value: scrubText(error.message),
    stacktrace: { frames: parseStack(error.stack ?? "").map(placeOf) },
  };
}

/** Where in the code; no variables and no lines of it. */
function placeOf({ filename, function: name, lineno, colno, in_app, module }: StackFrame): StackFrame {
  return { filename, function: name, lineno, colno, in_app, module } as StackFrame;
}

async function send(url: string, body: string | Uint8Array) {
  const response = await fetch(url, {
    method: "POST",
    body: body as BodyInit,
    signal: AbortSignal.timeout(sendTimeoutMs),
  });
  await response.body?.cancel();
  return {
    statusCode: response.status,
    headers: {
      "x-sentry-rate-limits": response.headers.get("x-sentry-rate-limits"),
      "retry-after": response.headers.get("retry-after"),
    },
  };
}

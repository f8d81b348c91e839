import { register } from "node:module";
import { parseTraceparent, readTracesFrom } from "./current-trace.ts";
import { defaultEnv } from "./env.ts";

/**
 * What the tracer is told; names are Datadog's own, and those that the pod sets are not overruled. Nothing is on that the
 * agent or Datadog could switch on from afar, and no query string is in a span: they hold what people search for.
 */
const settings = {
  DD_TRACE_PROPAGATION_STYLE: "tracecontext",
  DD_TRACE_128_BIT_TRACEID_GENERATION_ENABLED: "true",
  DD_TRACE_OBFUSCATION_QUERY_STRING_REGEXP: ".*",
  DD_TRACE_CLIENT_IP_ENABLED: "false",
  DD_LOGS_INJECTION: "true",
  // A span each time a name is looked up or a socket opened says nothing that the request does not.
  DD_TRACE_DNS_ENABLED: "false",
  DD_TRACE_NET_ENABLED: "false",
  DD_TRACE_STARTUP_LOGS: "false",
  DD_REMOTE_CONFIGURATION_ENABLED: "false",
  DD_INSTRUMENTATION_TELEMETRY_ENABLED: "false",
  DD_DYNAMIC_INSTRUMENTATION_ENABLED: "false",
  DD_EXCEPTION_REPLAY_ENABLED: "false",
  DD_APPSEC_ENABLED: "false",
  DD_IAST_ENABLED: "false",
  DD_CRASHTRACKING_ENABLED: "false",
  DD_PROFILING_ENABLED: "false",
} as const;

defaultEnv(settings);
const { default: tracer } = await import("dd-trace");
tracer.init();
readTracesFrom(() => parseTraceparent(tracer.scope().active()?.context().toTraceparent()));
register("dd-trace/loader-hook.mjs", import.meta.url);

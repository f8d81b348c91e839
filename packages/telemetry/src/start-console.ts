// First: what is to be traced must not be loaded before.
import "./start.ts";

/**
 * The first import of a process that is not ours to write, the console's production server: its requests have traces, and all
 * that it and Next say is lines of JSON, as in the other processes.
 */
const [{ parseTelemetryEnv }, { traceRequests }, { logFailures }, { writeConsoleLines }] = await Promise.all([
  import("./env.ts"),
  import("./trace-requests.ts"),
  import("./log-failures.ts"),
  import("./write-console-lines.ts"),
]);
traceRequests({ begin: !parseTelemetryEnv().DD_TRACE_ENABLED });
writeConsoleLines("console", logFailures());

import "server-only";
import { headers } from "next/headers";

/** What a call to ops-server passes on, so that its log lines and ours have one trace (`packages/telemetry` gives each request one). */
export async function traceHeaders(): Promise<Record<string, string>> {
  const traceparent = (await headers()).get("traceparent");
  return traceparent === null ? {} : { traceparent };
}

import { randomBytes } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { enterTrace, parseTraceparent } from "./current-trace.ts";

interface RequestStart {
  readonly request: IncomingMessage;
}

/**
 * Gives every request of this process a trace: that which it came with or, where no tracer begins one, a new one. Its header
 * is what pages pass on to ops-server. Node announces a request before anybody sees it.
 */
export function traceRequests({ begin }: { begin: boolean }): void {
  subscribe("http.server.request.start", (message) => {
    const { headers } = (message as RequestStart).request;
    const given = parseTraceparent(headers.traceparent);
    if (given !== undefined) return enterTrace(given);
    if (!begin) return;
    const traceId = randomBytes(16).toString("hex");
    headers.traceparent = `00-${traceId}-${randomBytes(8).toString("hex")}-01`;
    enterTrace(traceId);
  });
}

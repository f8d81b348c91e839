import type { IncomingHttpHeaders } from "node:http";

/** RFC 9110 §7.6.1, and what only we may say to a service. */
const neverForwarded = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "host",
  "cookie",
  "forwarded",
  "via",
  "x-real-ip",
]);

/** Headers of a request as a service gets them: nothing hop-by-hop, nothing by which a client could name itself. */
export function forwardedHeaders(
  headers: IncomingHttpHeaders,
  {
    requestId,
    traceparent,
    clientAddress,
  }: { requestId: string; traceparent: string; clientAddress: string },
): string[] {
  const named = (headers.connection ?? "").toLowerCase();
  const result: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (
      value === undefined ||
      neverForwarded.has(name) ||
      name.startsWith("x-forwarded-") ||
      name.startsWith("x-user-")
    )
      continue;
    if (named !== "" && named.split(",").some((token) => token.trim() === name)) continue;
    if (name === "x-request-id" || name === "traceparent" || name === "tracestate") continue;
    for (const one of Array.isArray(value) ? value : [value]) result.push(name, one);
  }
  result.push("x-request-id", requestId, "traceparent", traceparent, "x-forwarded-for", clientAddress);
  return result;
}

const keptFromAnswers = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "transfer-encoding",
  "upgrade",
  "server",
  "x-powered-by",
  "set-cookie",
  "x-request-id",
]);

/** Headers of an answer as the client gets them. */
export function answerHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !keptFromAnswers.has(name)) result[name] = value;
  }
  return result;
}

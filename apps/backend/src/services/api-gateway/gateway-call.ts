import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { clientAddressOf, isPrivateAddress } from "./domain/client-address.ts";

/** One request on its way through. */
export interface Call {
  /** Without the query. */
  readonly path: string;
  readonly requestId: string;
  readonly traceparent: string;
  readonly clientAddress: string;
  /** On every answer, whoever gives it. */
  readonly answerHeaders: Readonly<Record<string, string>>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const trace = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

export function readCall(req: IncomingMessage, corsOrigins: readonly string[]): Call {
  const url = req.url ?? "/";
  const query = url.indexOf("?");
  const given = header(req, "x-request-id");
  const requestId = given !== undefined && uuid.test(given) ? given : randomUUID();
  const parent = header(req, "traceparent");
  return {
    path: query === -1 ? url : url.slice(0, query),
    requestId,
    traceparent: parent !== undefined && trace.test(parent) ? parent : newTraceparent(),
    clientAddress: clientAddressOf(
      req.socket.remoteAddress ?? "",
      header(req, "x-forwarded-for"),
      isPrivateAddress,
    ),
    answerHeaders: {
      "x-request-id": requestId,
      "strict-transport-security": "max-age=63072000; includeSubDomains",
      ...corsHeaders(header(req, "origin"), corsOrigins),
    },
  };
}

/** Node makes UUIDs from random bytes that it keeps for many; to ask the system for some is 4 % of what a request costs. */
function newTraceparent(): string {
  const hex = () => randomUUID().replaceAll("-", "");
  return `00-${hex()}-${hex().slice(16)}-01`;
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** Exact origins alone; tokens are in headers, so credentials are never allowed. */
function corsHeaders(origin: string | undefined, allowed: readonly string[]): Record<string, string> {
  if (origin === undefined || !allowed.includes(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "etag, location, ratelimit, ratelimit-policy, retry-after, x-request-id",
    vary: "origin",
  };
}

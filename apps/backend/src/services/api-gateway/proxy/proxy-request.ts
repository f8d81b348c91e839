import type { IncomingMessage, ServerResponse } from "node:http";
import type { Dispatcher } from "undici";
import type { ClientPrincipal, UserPrincipal } from "../../../platform/access-token.ts";
import { commonProblems } from "../../../platform/problems.ts";
import type { GatewayContext } from "../context.ts";
import { forwardedHeaders } from "../domain/forwarded-headers.ts";
import { findUpstream } from "../domain/route-table.ts";
import type { Call } from "../gateway-call.ts";
import { isUpload, limitBody } from "./limited-body.ts";
import { pumpAnswer } from "./pump-answer.ts";
import { replyTimeouts } from "./upstream.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);
/** A stranger may try these; each try costs a hash or a mail. */
const authAttempts = /^\/v1\/(auth|oauth)\//;

/** Checks who calls and how often, then passes the request on to the service that answers its path. */
export async function proxyRequest(
  context: GatewayContext,
  call: Call,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const name = findUpstream(call.path);
  if (name === null) throw commonProblems.problem("resource.not_found");
  const method = req.method ?? "";
  if (!methods.has(method)) {
    throw commonProblems.problem("request.method_not_allowed", {
      headers: { allow: [...methods].join(", ") },
    });
  }
  const limitHeaders = await limit(context, call, method, await identify(context, req));
  const upstream = context.upstreams[name];
  const body = limitBody(req, call.path);
  const upload = isUpload(method, call.path);
  const options: Dispatcher.DispatchOptions = {
    method: method as Dispatcher.HttpMethod,
    path: req.url ?? "/",
    headers: forwardedHeaders(req.headers, call),
    body: body.stream,
    ...replyTimeouts(upload ? context.env.UPLOAD_TIMEOUT_MS : context.env.REPLY_TIMEOUT_MS),
  };
  // Only what changes nothing is sent twice, and only while the client was told nothing.
  const mayRetry = () => (method === "GET" || method === "HEAD") && !res.headersSent && !res.destroyed;
  const headers = { ...limitHeaders, ...call.answerHeaders };
  const wentAway = () =>
    res.destroyed ? commonProblems.problem("request.malformed", { detail: "The client went away." }) : null;
  await upstream.exchange({
    attempt: () => pumpAnswer(upstream.pool, options, res, headers),
    mayRetry,
    findClientFault: () => body.findFault() ?? wentAway(),
  });
}

async function identify(
  { verifyToken, revocations }: GatewayContext,
  req: IncomingMessage,
): Promise<UserPrincipal | ClientPrincipal | null> {
  const { authorization } = req.headers;
  // Basic is how API clients show themselves at the token endpoint.
  if (authorization === undefined || /^basic /i.test(authorization)) return null;
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined)
    throw commonProblems.problem("auth.required", { headers: { "www-authenticate": "Bearer" } });
  const principal = await verifyToken(token);
  if (revocations.isRevoked(principal)) {
    throw commonProblems.problem("auth.required", {
      detail: "This session has ended.",
      headers: { "www-authenticate": 'Bearer error="invalid_token"' },
    });
  }
  return principal;
}

async function limit(
  { limits }: GatewayContext,
  { path, clientAddress }: Call,
  method: string,
  principal: UserPrincipal | ClientPrincipal | null,
): Promise<Record<string, string>> {
  if (method === "POST" && principal === null && authAttempts.test(path))
    return limits.take("auth", clientAddress);
  if (principal === null) return limits.take("address", clientAddress);
  return limits.take("principal", principal.kind === "user" ? principal.userId : principal.clientId);
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { badRequest, isStatusError, StatusError } from "../store/status-error.ts";
import { type ApiContext, type ApiRequest, jsonReply, parseBody, type Reply } from "./api-request.ts";
import type { AuditEntry } from "./audit-log.ts";
import { answerReview } from "./auth/answer-review.ts";
import { type AuthConfig, authenticate, impersonate } from "./auth/authenticate.ts";
import { forbidden, unauthorized } from "./auth/forbidden.ts";
import { type AccessAttributes, authorize } from "./auth/rbac.ts";
import type { UserInfo } from "./auth/user-info.ts";
import { decodeProtobuf, PROTOBUF_TYPE } from "./protobuf/decode-protobuf.ts";
import { parseTarget, type RequestTarget, type Verb, verbOf } from "./resource-request.ts";
import { servePath } from "./serve-path.ts";
import { serveResource } from "./serve-resource.ts";

const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** What became known of a request while it was answered. */
interface Trace {
  user?: UserInfo;
  attributes?: AccessAttributes;
}

/** The body as text; a protobuf one as the JSON of the same object. */
async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) {
      throw new StatusError("RequestEntityTooLarge", `Request entity too large: limit is ${MAX_BODY_BYTES}`);
    }
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  const isProtobuf = request.headers["content-type"]?.startsWith(PROTOBUF_TYPE) && size > 0;
  return isProtobuf ? JSON.stringify(decodeProtobuf(body)) : body.toString();
}

function attributesOf(target: RequestTarget, method: string, query: URLSearchParams): AccessAttributes {
  if (target.type === "path") return { verb: method.toLowerCase(), path: target.path };
  if (target.type === "review") {
    const { group, plural } = target.review;
    if (method !== "POST")
      throw new StatusError(
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        {},
      );
    return { verb: "create", group, resource: plural, namespace: target.namespace };
  }
  const { kind, namespace, name, subresource } = target;
  const resource = subresource ? `${kind.plural}/${subresource}` : kind.plural;
  return { verb: verbOf(method, target, query), group: kind.group, resource, namespace, name };
}

function checkFaults(
  { faults }: ApiContext,
  target: RequestTarget,
  user: UserInfo,
  attributes: AccessAttributes,
) {
  const { forbidden: resource } = faults.state();
  if (target.type === "resource" && target.kind.resource === resource) throw forbidden(user, attributes);
}

async function answer(
  context: ApiContext,
  auth: AuthConfig,
  request: IncomingMessage,
  trace: Trace,
): Promise<Reply> {
  const { method = "GET", headers } = request;
  const url = new URL(request.url ?? "/", "https://kubernetes");
  const body = await readBody(request);
  if (context.faults.state().unauthorized) throw unauthorized();
  const caller = authenticate(auth, context.accountTokens, headers, url.pathname);
  trace.user = caller;
  const user = impersonate(context.store, caller, request.rawHeaders);
  trace.user = user;
  const target = (() => {
    try {
      return parseTarget(context.registry, url.pathname);
    } catch (error) {
      throw error instanceof URIError ? badRequest("the path is not well encoded") : error;
    }
  })();
  const attributes = attributesOf(target, method, url.searchParams);
  trace.attributes = attributes;
  checkFaults(context, target, user, attributes);
  if (!authorize(context.store, user, attributes).allowed) throw forbidden(user, attributes);
  if (target.type === "path") {
    return servePath(context.registry, { method, path: target.path, query: url.searchParams, headers });
  }
  if (target.type === "review") {
    const posted = parseBody({ headers, body });
    return jsonReply(answerReview(context.store, target.review, user, posted), 201);
  }
  const warnings: string[] = [];
  const apiRequest: ApiRequest = { target, query: url.searchParams, headers, user, body, warnings };
  const reply = await serveResource(context, attributes.verb as Verb, apiRequest);
  if (warnings.length === 0 || "stream" in reply) return reply;
  return { ...reply, headers: { ...reply.headers, warning: warnings.map(warningHeader) } };
}

/** RFC 7234 with the code and the agent that a real server writes. */
const warningHeader = (text: string) => `299 - ${JSON.stringify(text)}`;

/** Anything that is no StatusError is the lab's own fault, and says so. */
const toStatusError = (error: unknown): StatusError =>
  isStatusError(error)
    ? error
    : new StatusError(
        "InternalError",
        `Internal error occurred: ${error instanceof Error ? error.message : "unknown"}`,
      );

function sendError(response: ServerResponse, error: StatusError): void {
  const retry = error.details?.retryAfterSeconds ?? (error.code === 429 ? 10 : undefined);
  response.writeHead(error.code, {
    "content-type": "application/json",
    ...(retry === undefined ? {} : { "retry-after": String(retry) }),
  });
  response.end(JSON.stringify(error.toBody()));
}

async function send(response: ServerResponse, reply: Reply): Promise<void> {
  if ("stream" in reply) return reply.stream(response);
  response.writeHead(reply.code, {
    "content-type": reply.contentType ?? "application/json",
    "content-length": Buffer.byteLength(reply.body),
    ...reply.headers,
  });
  response.end(reply.body);
}

function toAuditEntry(context: ApiContext, request: IncomingMessage, trace: Trace, code: number): AuditEntry {
  const { user, attributes } = trace;
  const isPath = attributes === undefined || "path" in attributes;
  const [path = ""] = (request.url ?? "").split("?");
  const [plural, subresource] = isPath ? [path] : attributes.resource.split("/");
  const name = isPath || !attributes.group ? plural : `${plural}.${attributes.group}`;
  return {
    timeMs: context.clock.now(),
    user: user?.impersonatedBy ?? user?.username ?? "",
    ...(user?.impersonatedBy ? { impersonatedUser: user.username, impersonatedGroups: user.groups } : {}),
    verb: attributes?.verb ?? (request.method ?? "get").toLowerCase(),
    resource: subresource ? `${name}/${subresource}` : (name ?? ""),
    ...(isPath ? {} : { namespace: attributes.namespace, name: attributes.name }),
    userAgent: request.headers["user-agent"],
    code,
  };
}

/** Answers one HTTP request and hands over its audit entry once its code is known. Never throws. */
export async function answerRequest(
  context: ApiContext,
  auth: AuthConfig,
  request: IncomingMessage,
  response: ServerResponse,
  onAnswer: (entry: AuditEntry) => void,
): Promise<void> {
  const trace: Trace = {};
  try {
    const reply = await answer(context, auth, request, trace);
    if ("stream" in reply) response.statusCode = 200;
    onAnswer(toAuditEntry(context, request, trace, "code" in reply ? reply.code : 200));
    await send(response, reply);
  } catch (error) {
    const status = toStatusError(error);
    onAnswer(toAuditEntry(context, request, trace, status.code));
    // An answer that has begun cannot be taken back: the client sees a cut connection.
    if (response.headersSent) response.destroy();
    else sendError(response, status);
  }
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { StatusError, toStatusError } from "../store/status-error.ts";
import { admitRequest, type RequestTrace, Throttled, toAuditEntry, urlOf } from "./admit-request.ts";
import { type ApiContext, type ApiRequest, jsonReply, parseBody, type Reply } from "./api-request.ts";
import type { AuditEntry } from "./audit-log.ts";
import { answerReview } from "./auth/answer-review.ts";
import type { AuthConfig } from "./auth/authenticate.ts";
import { decodeProtobuf, PROTOBUF_TYPE } from "./protobuf/decode-protobuf.ts";
import type { Verb } from "./resource-request.ts";
import { servePath } from "./serve-path.ts";
import { serveResource } from "./serve-resource.ts";

const MAX_BODY_BYTES = 3 * 1024 * 1024;

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

async function answer(
  context: ApiContext,
  auth: AuthConfig,
  request: IncomingMessage,
  trace: RequestTrace,
): Promise<Reply> {
  const { method = "GET", headers } = request;
  const url = urlOf(request);
  const body = await readBody(request);
  const { user, target, attributes } = admitRequest(context, auth, request, trace);
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

function sendError(response: ServerResponse, error: StatusError): void {
  const retry = error.details?.retryAfterSeconds ?? (error.code === 429 ? 10 : undefined);
  const isText = error instanceof Throttled;
  response.writeHead(error.code, {
    "content-type": isText ? "text/plain; charset=utf-8" : "application/json",
    ...(retry === undefined ? {} : { "retry-after": String(retry) }),
  });
  response.end(isText ? `${error.message}\n` : JSON.stringify(error.toBody()));
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

/** Answers one HTTP request and hands over its audit entry once its code is known. Never throws. */
export async function answerRequest(
  context: ApiContext,
  auth: AuthConfig,
  request: IncomingMessage,
  response: ServerResponse,
  onAnswer: (entry: AuditEntry) => void,
): Promise<void> {
  const trace: RequestTrace = {};
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

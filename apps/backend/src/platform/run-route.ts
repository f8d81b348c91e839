import { createHmac } from "node:crypto";
import { type Db, inSerializableTransaction, inTransaction } from "@horizon/db";
import { claimIdempotencyKey, findIdempotentAnswer, storeIdempotentAnswer } from "@horizon/db/backend";
import type { Request, Response } from "express";
import type { ClientPrincipal, UserPrincipal } from "./access-token.ts";
import { authoriseRequest } from "./authorise-request.ts";
import type { ServiceContext } from "./context.ts";
import { commonProblems } from "./problems.ts";
import { type RequestParts, readRequest } from "./read-request.ts";
import { requestIdOf } from "./request-id.ts";
import type { Route, RouteReply } from "./route.ts";
import type { ServicePrincipal } from "./service-token.ts";

type Principal = UserPrincipal | ClientPrincipal | ServicePrincipal | null;

/** One request through its route: who, what, in a transaction, answered once however often it is sent. */
export async function runRoute<C extends ServiceContext>(
  context: C,
  route: Route<C>,
  req: Request,
  res: Response,
): Promise<RouteReply> {
  const principal = await authoriseRequest(context, route.access, req);
  const parts = await readRequest(route, req);
  const requestId = requestIdOf(res);
  const handle = (db: Db) =>
    route.handler(context, {
      ...parts,
      principal,
      db,
      requestId,
      clientAddress: req.ip ?? "",
      userAgent: (req.get("user-agent") ?? "").slice(0, 300),
      header: (name) => req.get(name),
      log: context.logger.child({ requestId, traceId: res.locals.traceId, operation: route.operationId }),
    });
  const caller = nameOf(principal, req.ip);
  const answer = (db: Db) => answerOnce(context, route, { caller, parts }, db, handle);
  if (route.method === "get" || route.transaction === "none") return answer(context.db);
  const transact = route.transaction === "serializable" ? inSerializableTransaction : inTransaction;
  return transact(context.db, answer);
}

async function answerOnce<C extends ServiceContext>(
  context: C,
  route: Route<C>,
  { caller, parts }: { caller: string; parts: RequestParts },
  db: Db,
  handle: (db: Db) => Promise<RouteReply>,
): Promise<RouteReply> {
  if (route.idempotency !== "required" || parts.idempotencyKey === null) return handle(db);
  const scope = { principal: caller, operation: route.operationId, key: parts.idempotencyKey };
  const requestHash = hashRequest(context.env.SERVICE_TOKEN_SECRET, parts);
  // A lock for the length of one statement would only turn away who comes in that very moment.
  const look = route.transaction === "none" ? findIdempotentAnswer : claimIdempotencyKey;
  const stored = await look(db, context.schema, scope);
  if (stored === "busy") {
    throw commonProblems.problem("idempotency.in_progress", { headers: { "retry-after": "1" } });
  }
  if (stored !== null) {
    if (stored.requestHash !== requestHash) throw commonProblems.problem("idempotency.mismatch");
    return {
      status: stored.status,
      headers: { ...stored.headers, "idempotency-replayed": "true" },
      ...(stored.body === null ? {} : { body: stored.body }),
    };
  }
  const reply = await handle(db);
  const headers = headersOf(reply);
  await storeIdempotentAnswer(db, context.schema, scope, {
    requestHash,
    status: reply.status,
    headers,
    body: storableBody(route.shownOnce, reply.body),
  });
  return reply;
}

function storableBody(shownOnce: readonly string[] | undefined, body: unknown): unknown {
  if (shownOnce === undefined || typeof body !== "object") return body;
  return { ...body, ...Object.fromEntries(shownOnce.map((member) => [member, null])) };
}

/** Strangers are told apart by their address, so that none is answered with what another was. */
function nameOf(principal: Principal, address = ""): string {
  switch (principal?.kind) {
    case "user":
      return `user:${principal.userId}`;
    case "client":
      return `client:${principal.clientId}`;
    case "service":
      return `service:${principal.service}`;
    default:
      return `public:${address}`;
  }
}

/** Keyed: a body may be as guessable as a Social Security number, and then a bare hash of it would be the number itself. */
function hashRequest(secret: string, { params, query, body, ifMatch }: RequestParts): string {
  const hash = createHmac("sha256", secret).update(JSON.stringify([params, query, ifMatch]));
  return hash.update(Buffer.isBuffer(body) ? body : JSON.stringify(body)).digest("hex");
}

/** The headers that a reply asks for. */
export function headersOf({ etag, location, headers = {} }: RouteReply): Record<string, string> {
  return {
    ...headers,
    ...(etag === undefined ? {} : { etag: `"${etag}"` }),
    ...(location === undefined ? {} : { location }),
  };
}

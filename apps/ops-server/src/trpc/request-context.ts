import { sessionCookieName } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import type { Request, Response } from "express";
import { readSessionToken } from "../auth/session-cookie.ts";
import type { SignedIn } from "../auth/session-directory.ts";
import { requestIdOf, traceIdOf } from "../http/request-id.ts";
import type { OpsContext } from "../ops-context.ts";

/** What one HTTP request brings along. Batched calls share it. */
export interface RequestContext {
  readonly ops: OpsContext;
  readonly requestId: string;
  readonly traceId: string;
  readonly clientAddress: string;
  readonly userAgent: string;
  readonly origin: string | undefined;
  /** For reads; throws UNAUTHENTICATED without an open session of an active member. */
  getReader(): Promise<SignedIn>;
  /** For changes: never from memory. Throws UNAUTHENTICATED, or UNAVAILABLE when the database cannot be asked. */
  getActor(): Promise<SignedIn>;
}

/** Reads nothing yet: who asks is looked up once, when it is first needed. */
export function createRequestContext(ops: OpsContext, req: Request, res: Response): RequestContext {
  const { sessions, env } = ops;
  const cookieName = sessionCookieName(env.CONSOLE_ORIGIN);
  const token = once(() =>
    readSessionToken(req.headers.cookie, { cookieName, secrets: env.NEXTAUTH_SECRET }),
  );
  async function authenticate(find: (sessionId: string) => Promise<SignedIn | null>): Promise<SignedIn> {
    const session = await token();
    const signedIn = session === null ? null : await find(session.sid);
    if (!signedIn) throw new AppError("UNAUTHENTICATED", "Sign in to go on.");
    return signedIn;
  }
  return {
    ops,
    requestId: requestIdOf(res),
    traceId: traceIdOf(res),
    ...browserOf(req),
    origin: req.headers.origin,
    getReader: once(() => authenticate(sessions.findForRead)),
    getActor: once(() => authenticate(sessions.findForAction)),
  };
}

/** From where a request comes: the address that the trusted proxies report. */
export function browserOf(req: Request): { clientAddress: string; userAgent: string } {
  return { clientAddress: req.ip ?? "", userAgent: (req.headers["user-agent"] ?? "").slice(0, 300) };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= read();
    return result;
  };
}

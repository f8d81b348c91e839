import type { MemberRow } from "@horizon/contracts";
import { AppError } from "@horizon/errors";
import type { Request } from "express";
import { readSessionEmail } from "../auth/session-cookie.ts";
import type { OpsContext } from "../ops-context.ts";

/** What one HTTP request brings along. Batched calls share it. */
export interface RequestContext {
  readonly ops: OpsContext;
  readonly requestId: string;
  readonly clientAddress: string;
  readonly userAgent: string;
  readonly origin: string | undefined;
  /** For reads; throws UNAUTHENTICATED without an active member. */
  getReader(): Promise<MemberRow>;
  /** For changes: never from memory. Throws UNAUTHENTICATED, or UNAVAILABLE when the database cannot be asked. */
  getActor(): Promise<MemberRow>;
}

/** Reads nothing yet: who asks is looked up once, when it is first needed. */
export function createRequestContext(ops: OpsContext, req: Request, requestId: string): RequestContext {
  const { members, env } = ops;
  const email = once(() => readSessionEmail(req.headers.cookie, env.NEXTAUTH_SECRET));
  async function authenticate(find: (email: string) => Promise<MemberRow | null>): Promise<MemberRow> {
    const signedIn = await email();
    const member = signedIn === null ? null : await find(signedIn);
    if (!member) throw new AppError("UNAUTHENTICATED", "Sign in to go on.");
    return member;
  }
  return {
    ops,
    requestId,
    clientAddress: req.ip ?? "",
    userAgent: (req.headers["user-agent"] ?? "").slice(0, 300),
    origin: req.headers.origin,
    getReader: once(() => authenticate(members.findForRead)),
    getActor: once(() => authenticate(members.findForAction)),
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= read();
    return result;
  };
}

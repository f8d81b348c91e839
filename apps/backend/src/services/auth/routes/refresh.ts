import { createHmac, randomBytes } from "node:crypto";
import { type Db, inTransaction } from "@horizon/db";
import {
  createRefreshToken,
  findSession,
  findUser,
  type LockedRefreshToken,
  lockRefreshToken,
  markRefreshTokenRotated,
  touchSession,
} from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import { AppError } from "@horizon/errors";
import { z } from "zod";
import { auditUser, type RequestTrace } from "../audit.ts";
import { publicRoute } from "../auth-route.ts";
import type { AuthContext } from "../context.ts";
import { deriveKey } from "../domain/keyring.ts";
import { decideRefresh, type RefreshDecision } from "../domain/refresh-decision.ts";
import { hashSecretToken } from "../domain/secret-token.ts";
import { refreshExpiry } from "../domain/session-policy.ts";
import { endSessions } from "../end-sessions.ts";
import { secretField } from "../fields.ts";
import { issueAccessToken, type SignedInView, signedIn, signedInView } from "../open-session.ts";
import { authProblems } from "../problems.ts";

export const refreshRoute = publicRoute({
  method: "post",
  path: "/v1/auth/token/refresh",
  operationId: "refreshToken",
  summary: "Gives new tokens for a refresh token",
  description:
    "A refresh token is good once: go on with the one in the answer. Should the answer be lost, send the same token again within ten seconds and the same successor comes. A replaced token that is shown later ends the session (`refresh.reused`), as someone else may have it.",
  tags: ["auth"],
  // What a replayed token sets off must outlive the refusal.
  transaction: "none",
  body: z.strictObject({ refresh_token: secretField }),
  responses: { 200: signedInView },
  problems: ["refresh.invalid", "refresh.reused"],
  handler: async (context, { db, body, requestId, clientAddress, userAgent }) => {
    const trace = { requestId, clientAddress, userAgent };
    const answer = await inTransaction(db, (tx) => refresh(context, tx, body.refresh_token, trace));
    if (answer === "reused") throw authProblems.problem("refresh.reused");
    if (answer === "expired" || answer === "unknown") throw authProblems.problem("refresh.invalid");
    return { status: 200, body: answer };
  },
});

async function refresh(
  context: AuthContext,
  tx: Db,
  shown: string,
  trace: RequestTrace,
): Promise<SignedInView | Exclude<RefreshDecision, "rotate" | "repeat">> {
  const now = context.now();
  const token = await lockRefreshToken(tx, hashSecretToken(shown));
  const decision = decideRefresh(token, now);
  if (token === null || decision === "unknown" || decision === "expired")
    return decision === "expired" ? decision : "unknown";
  const { userId, sessionId } = token;
  if (decision === "reused") {
    await endSessions(
      tx,
      { userId, id: sessionId },
      { reason: "refresh_reused", at: now, requestId: trace.requestId },
    );
    await appendEvent(tx, "auth", {
      type: "session.reuse_detected.v1",
      aggregateType: "user",
      aggregateId: userId,
      data: { user_id: userId, session_id: sessionId },
      requestId: trace.requestId,
    });
    await auditUser(tx, trace, { userId, action: "refresh.reuse", details: { session_id: sessionId } });
    context.metrics.count("refresh_reuses");
    return "reused";
  }
  const [user, session] = await Promise.all([findUser(tx, userId), findSession(tx, sessionId)]);
  if (user === null || session === null) throw new AppError("INTERNAL", "A refresh token has no session.");
  const expiresAt = refreshExpiry(user.kind, session.expiresAt, now);
  const refreshToken = decision === "repeat" ? successorOf(context, shown, token) : await rotate();
  return signedIn(await issueAccessToken(context, user, session), session, { refreshToken, expiresAt });

  async function rotate(): Promise<string> {
    const salt = `${context.env.AUTH_KEYS.currentId}.${randomBytes(16).toString("base64url")}`;
    const next = deriveSuccessor(context, shown, salt);
    const successorHash = hashSecretToken(next);
    await createRefreshToken(tx, { hash: successorHash, sessionId, createdAt: now, expiresAt });
    await markRefreshTokenRotated(tx, hashSecretToken(shown), {
      rotatedAt: now,
      successorHash,
      successorSalt: salt,
    });
    await touchSession(tx, sessionId, now);
    return next;
  }
}

function successorOf(context: AuthContext, shown: string, { successorSalt }: LockedRefreshToken): string {
  if (successorSalt === null) throw new AppError("INTERNAL", "A rotated refresh token has no successor.");
  return deriveSuccessor(context, shown, successorSalt);
}

/**
 * The same token, salt and key give the same successor, so that a lost answer can be given again although no token is
 * stored. 256 bits; the key is not in the database.
 */
function deriveSuccessor({ env }: AuthContext, shown: string, salt: string): string {
  const [keyId = ""] = salt.split(".");
  const key = deriveKey(env.AUTH_KEYS, keyId, "refresh-successor");
  return createHmac("sha256", key).update(`${salt}\n${shown}`).digest("base64url");
}

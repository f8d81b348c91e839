import type { Db } from "@horizon/db";
import { type AuthSession, type AuthUser, createRefreshToken, createSession } from "@horizon/db/auth";
import { appendEvent } from "@horizon/db/backend";
import { z } from "zod";
import { idOut, publicIdOf } from "../../platform/ids.ts";
import type { RequestTrace } from "./audit.ts";
import type { AuthContext } from "./context.ts";
import { userAccessClaims } from "./domain/access-claims.ts";
import { createSecretToken, hashSecretToken } from "./domain/secret-token.ts";
import { refreshExpiry, sessionLimits } from "./domain/session-policy.ts";

export const accessTokenView = z.strictObject({
  access_token: z.string().describe("Send it as Authorization: Bearer"),
  token_type: z.literal("Bearer"),
  expires_in: z.int().describe("Seconds"),
});

export const signedInView = accessTokenView.extend({
  status: z.literal("signed_in"),
  session_id: idOut("ses"),
  refresh_token: z
    .string()
    .describe("Good once, at POST /v1/auth/token/refresh; the answer holds the next one"),
  refresh_expires_at: z.iso.datetime().describe("The session ends then unless it is refreshed"),
});
export type SignedInView = z.infer<typeof signedInView>;

export async function issueAccessToken(
  { signer, now }: AuthContext,
  user: AuthUser,
  session: AuthSession,
  scope = "",
): Promise<z.infer<typeof accessTokenView>> {
  const claims = userAccessClaims(user, session, { now: now(), scope });
  return {
    access_token: await signer.sign({ ...claims }),
    token_type: "Bearer",
    expires_in: claims.exp - claims.iat,
  };
}

interface Proof {
  /** `pwd`, and `otp` or `rec` once a second factor was shown. */
  readonly amr: string[];
  readonly hasSecondFactor: boolean;
}

/** Begins a session. In the transaction in which what the person showed is used up. */
export async function openSession(
  context: AuthContext,
  tx: Db,
  { user, proof, trace }: { user: AuthUser; proof: Proof; trace: RequestTrace },
): Promise<SignedInView> {
  const now = context.now();
  const session = await createSession(tx, {
    userId: user.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + sessionLimits[user.kind].absoluteMs),
    amr: proof.amr,
    stepUpAt: proof.hasSecondFactor ? now : null,
    clientAddress: trace.clientAddress,
    userAgent: trace.userAgent,
  });
  const refreshToken = createSecretToken();
  const expiresAt = refreshExpiry(user.kind, session.expiresAt, now);
  await createRefreshToken(tx, {
    hash: hashSecretToken(refreshToken),
    sessionId: session.id,
    createdAt: now,
    expiresAt,
  });
  await appendEvent(tx, "auth", {
    type: "login.succeeded.v1",
    aggregateType: "user",
    aggregateId: user.id,
    data: { user_id: user.id, session_id: session.id },
    requestId: trace.requestId,
  });
  return signedIn(await issueAccessToken(context, user, session), session, { refreshToken, expiresAt });
}

export function signedIn(
  access: z.infer<typeof accessTokenView>,
  session: AuthSession,
  { refreshToken, expiresAt }: { refreshToken: string; expiresAt: Date },
): SignedInView {
  return {
    status: "signed_in",
    ...access,
    session_id: publicIdOf("ses", session.id),
    refresh_token: refreshToken,
    refresh_expires_at: expiresAt.toISOString(),
  };
}

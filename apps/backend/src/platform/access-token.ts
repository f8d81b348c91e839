import { createHash } from "node:crypto";
import { clientClaims, tokenAudience, type UserRole, userClaims } from "@horizon/contracts/backend";
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { commonProblems } from "./problems.ts";

/** A person, as their access token says. */
export interface UserPrincipal {
  readonly kind: "user";
  readonly userId: string;
  readonly sessionId: string;
  readonly role: UserRole;
  readonly customerId: string | null;
  readonly scopes: ReadonlySet<string>;
  /** Whether a second factor was shown in this session. */
  readonly hasSecondFactor: boolean;
  /** When it was last shown. */
  readonly steppedUpAt: Date | null;
}

/** An API client of a partner. */
export interface ClientPrincipal {
  readonly kind: "client";
  /** Of the token: a client can end a single one. */
  readonly tokenId: string;
  readonly clientId: string;
  readonly scopes: ReadonlySet<string>;
}

/** @throws ProblemError auth.required for any token that is not ours, current and meant for this API. */
export type VerifyToken = (token: string) => Promise<UserPrincipal | ClientPrincipal>;

interface TokenVerifierOptions {
  /** Where the keys are published; or the keys themselves, by the one who publishes them. */
  readonly jwks: string | JWTVerifyGetKey;
  readonly issuer: string;
}

const cacheSize = 5_000;
const clockToleranceSeconds = 30;

/**
 * Checks access tokens (RFC 9068) against the keys that auth-service publishes. Only `kid` of a header is believed; keys
 * that it names or carries itself (jku, jwk, x5u) are not looked at. A token that was found good is remembered till it ends.
 */
export function createTokenVerifier({ jwks, issuer }: TokenVerifierOptions): VerifyToken {
  const keys =
    typeof jwks === "function"
      ? jwks
      : createRemoteJWKSet(new URL(jwks), {
          cacheMaxAge: 600_000,
          cooldownDuration: 30_000,
          timeoutDuration: 2_000,
        });
  const known = new Map<string, { principal: UserPrincipal | ClientPrincipal; expiresAtMs: number }>();

  return async (token) => {
    const digest = createHash("sha256").update(token).digest("base64");
    const hit = known.get(digest);
    if (hit && hit.expiresAtMs > Date.now()) return hit.principal;

    const { payload } = await jwtVerify(token, keys, {
      algorithms: ["ES256"],
      typ: "at+jwt",
      issuer,
      audience: tokenAudience,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ["exp", "iat", "sub", "jti"],
    }).catch((cause: unknown) => {
      throw isKeySourceDown(cause)
        ? commonProblems.problem("upstream.unavailable", { cause, headers: { "retry-after": "1" } })
        : tokenRefused(cause);
    });
    const principal = toPrincipal(payload);
    if (known.size >= cacheSize) known.delete(known.keys().next().value ?? "");
    known.set(digest, { principal, expiresAtMs: (payload.exp ?? 0) * 1_000 });
    return principal;
  };
}

function isKeySourceDown(cause: unknown): boolean {
  if (cause instanceof errors.JWKSTimeout) return true;
  // jose throws a bare JOSEError for an answer that is not 200, and the fetch error itself for no answer.
  return cause instanceof errors.JOSEError ? cause.code === "ERR_JOSE_GENERIC" : true;
}

function tokenRefused(cause?: unknown) {
  return commonProblems.problem("auth.required", {
    detail: "The access token is missing, expired or not valid.",
    headers: { "www-authenticate": 'Bearer error="invalid_token"' },
    cause,
  });
}

function toPrincipal(payload: JWTPayload): UserPrincipal | ClientPrincipal {
  const schema = payload.client_id === undefined || payload.sid !== undefined ? userClaims : clientClaims;
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw tokenRefused(parsed.error);
  const claims = parsed.data;
  const scopes = new Set(claims.scope.split(" ").filter((scope) => scope !== ""));
  if (!("sid" in claims)) return { kind: "client", tokenId: claims.jti, clientId: claims.client_id, scopes };
  return {
    kind: "user",
    userId: claims.sub,
    sessionId: claims.sid,
    role: claims.role,
    customerId: claims.customer_id,
    scopes,
    hasSecondFactor: claims.acr === "2",
    steppedUpAt: claims.step_up_at === undefined ? null : new Date(claims.step_up_at * 1_000),
  };
}

import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { type AccountProfile, toUser } from "./account-profile";

interface OidcOptions {
  /** Without a slash at its end. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whether addresses of which the issuer says neither are verified. */
  readonly isEmailTrusted: boolean;
}

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  name: z.string().optional(),
  email: z.string().optional(),
  /** Cognito says it in words. */
  email_verified: z.union([z.boolean(), z.enum(["true", "false"])]).optional(),
});

/** An OpenID Connect issuer, found by its discovery document. */
export function oidcProvider({
  issuer,
  isEmailTrusted,
  ...client
}: OidcOptions): OAuthConfig<AccountProfile> {
  return {
    id: "oidc",
    name: "Single sign-on",
    type: "oauth",
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    ...client,
    userinfo: {
      async request({ client: openid, tokens }): Promise<AccountProfile> {
        // The library has verified it: signature, audience, nonce, expiry. With an issuer for many tenants it takes each for the right one.
        const [, payload = ""] = tokens.id_token?.split(".") ?? [];
        const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
        if (claims.iss.replace(/\/$/, "") !== issuer) throw new Error("The id_token is of another issuer.");
        // Many issuers keep the e-mail out of the id_token.
        const told =
          claims.email === undefined && tokens.access_token !== undefined
            ? claimsSchema.omit({ iss: true }).parse(await openid.userinfo(tokens.access_token))
            : claims;
        if (told.sub !== claims.sub) throw new Error("The userinfo is of another account.");
        return {
          sub: claims.sub,
          name: told.name ?? "",
          email: told.email ?? "",
          emailVerified:
            told.email_verified === undefined ? isEmailTrusted : `${told.email_verified}` === "true",
        };
      },
    },
    profile: toUser,
  };
}

import "server-only";
import type { NextAuthOptions } from "next-auth";
import GitHubProvider from "next-auth/providers/github";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { env } from "@/env";
import { sessionMaxAgeSeconds } from "./session-cookie";

interface OidcProfile {
  sub: string;
  name?: string;
  email?: string;
}

function oidcProvider(issuer: string, clientId: string, clientSecret: string): OAuthConfig<OidcProfile> {
  return {
    id: "oidc",
    name: "Single sign-on",
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId,
    clientSecret,
    profile: (profile) => ({ id: profile.sub, name: profile.name ?? "", email: profile.email ?? "" }),
  };
}

/** next-auth's settings. Membership and roles are not its business: ops-server finds the member by e-mail. */
export function authOptions(): NextAuthOptions {
  const settings = env();
  const providers: NextAuthOptions["providers"] = [];
  if (settings.OIDC_ISSUER && settings.OIDC_CLIENT_ID && settings.OIDC_CLIENT_SECRET) {
    providers.push(oidcProvider(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET));
  }
  if (settings.GITHUB_ID && settings.GITHUB_SECRET) {
    providers.push(GitHubProvider({ clientId: settings.GITHUB_ID, clientSecret: settings.GITHUB_SECRET }));
  }
  return {
    secret: settings.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionMaxAgeSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers,
  };
}
